"""Taking over the register of a scheme that moves in, with its history."""

from flask import Flask

from labelapp.certificates.imports.operations import JOB, give_up_import, run_import
from labelapp.certificates.imports.told import WORDS
from labelapp.certificates.imports.views import bp
from labelapp.events.jobs import register_job
from labelapp.events.telling import register_words


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_job(app, JOB, run_import, give_up_import)
    register_words(app, WORDS)
