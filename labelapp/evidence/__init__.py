"""A cluster organisation's documents."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.clusters.queries import is_cluster_person
from labelapp.events.jobs import register_job
from labelapp.events.telling import register_words
from labelapp.evidence.receiving import finish_reading
from labelapp.evidence.scanning import JOB, check_content
from labelapp.evidence.sending import init_sending
from labelapp.evidence.told import WORDS
from labelapp.evidence.views import bp
from labelapp.web.navigation import Entry, register_navigation


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(_("Documents"), "evidence.own_documents", is_cluster_person, 25))
    app.after_request(finish_reading)
    init_sending(app)
    register_job(app, JOB, check_content)
    register_words(app, WORDS)
