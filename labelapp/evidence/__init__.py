"""A cluster organisation's documents."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.clusters.queries import is_cluster_person
from labelapp.evidence.receiving import finish_reading
from labelapp.evidence.views import bp
from labelapp.web.navigation import Entry, register_navigation


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(_("Documents"), "evidence.own_documents", is_cluster_person, 25))
    app.after_request(finish_reading)
