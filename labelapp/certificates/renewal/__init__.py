"""Renewal of a label: when it opens, the mails that remind of it, and where it starts."""

from flask import Flask

from labelapp.certificates.daily import register_daily
from labelapp.certificates.renewal.reminding import find_waiting, remind
from labelapp.certificates.renewal.tasks import tasks
from labelapp.certificates.renewal.told import WORDS, reminders_of
from labelapp.certificates.renewal.views import bp
from labelapp.events.telling import register_subject, register_words
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_daily(app, find_waiting, remind)
    register_tasks(app, tasks)
    register_words(app, WORDS)
    register_subject(app, "renewal_reminder", reminders_of)
