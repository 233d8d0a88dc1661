"""Flags: what the secretariat has to look at with a holder, and decides upon."""

from flask import Flask

from labelapp.certificates.daily import register_daily
from labelapp.certificates.flags.late import find_late, flag_late
from labelapp.certificates.flags.operations import raise_for_condition
from labelapp.certificates.flags.tasks import tasks
from labelapp.certificates.flags.told import WORDS, flags_of
from labelapp.certificates.flags.views import bp
from labelapp.decisions.following import follow_missed_conditions
from labelapp.events.telling import register_subject, register_words
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_daily(app, find_late, flag_late)
    register_tasks(app, tasks)
    register_words(app, WORDS)
    register_subject(app, "certificate_flag", flags_of)
    follow_missed_conditions(app, raise_for_condition)
