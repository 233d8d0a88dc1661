"""Comparison of a cluster organisation with its portfolio."""

from flask import Flask
from flask_babel import lazy_gettext

from labelapp.benchmarks.views import bp
from labelapp.clusters.queries import is_cluster_person
from labelapp.web.navigation import Entry, register_navigation


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(lazy_gettext("Benchmark"), "benchmarks.mine", is_cluster_person, order=50))
