"""The right to be heard before a certificate is suspended or withdrawn."""

from flask import Flask

from labelapp.certificates.daily import register_daily
from labelapp.certificates.hearings.ending import find_ended, tell_of_end
from labelapp.certificates.hearings.tasks import tasks
from labelapp.certificates.hearings.told import WORDS, hearings_of_case
from labelapp.certificates.hearings.uses import uses
from labelapp.certificates.hearings.views import bp
from labelapp.events.telling import register_subject, register_words
from labelapp.evidence.uses import register_uses
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_daily(app, find_ended, tell_of_end)
    register_tasks(app, tasks)
    register_words(app, WORDS)
    register_subject(app, "hearing", hearings_of_case)
    register_uses(app, uses)
