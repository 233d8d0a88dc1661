"""The duty of a holder to report changes."""

from flask import Flask

from labelapp.certificates.changes.told import WORDS, changes_of_case
from labelapp.certificates.changes.views import bp
from labelapp.events.telling import register_subject, register_words


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_words(app, WORDS)
    register_subject(app, "change_report", changes_of_case)
