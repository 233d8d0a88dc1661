"""Comparison of a cluster organisation with its portfolio."""

from flask import Flask
from flask_babel import lazy_gettext

from labelapp.benchmarks.following import init_following
from labelapp.benchmarks.operations import columns_due, make_columns, renew_quarter, report_dates_due
from labelapp.benchmarks.told import WORDS
from labelapp.benchmarks.views import bp
from labelapp.certificates.daily import register_daily
from labelapp.clusters.queries import is_cluster_person
from labelapp.events.telling import register_words
from labelapp.web.navigation import Entry, register_navigation


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_words(app, WORDS)
    register_daily(app, report_dates_due, renew_quarter)
    register_daily(app, columns_due, make_columns)
    init_following(app)
    register_navigation(app, Entry(lazy_gettext("Benchmark"), "benchmarks.mine", is_cluster_person, order=50))
