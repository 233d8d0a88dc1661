"""What is to be looked at in the surveillance of certificates, and by when."""

from flask import Flask

from labelapp.certificates.surveillance.reminders import KIND, remind
from labelapp.certificates.surveillance.tasks import tasks
from labelapp.certificates.surveillance.told import WORDS, marks_of
from labelapp.certificates.surveillance.views import bp
from labelapp.events.jobs import register_job
from labelapp.events.telling import register_subject, register_words
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_tasks(app, tasks)
    register_job(app, KIND, remind)
    register_words(app, WORDS)
    register_subject(app, "surveillance_mark", marks_of)
