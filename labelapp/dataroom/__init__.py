"""The data room: the facts of a cluster organisation, and the figures that come of them."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from labelapp.clusters.queries import is_cluster_person
from labelapp.dataroom.importing import JOB, give_up_import, run_import
from labelapp.dataroom.told import WORDS
from labelapp.dataroom.views import bp
from labelapp.events.jobs import register_job
from labelapp.events.telling import register_words
from labelapp.web.navigation import Entry, register_navigation


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(_l("Data room"), "dataroom.mine", is_cluster_person, 24))
    register_job(app, JOB, run_import, give_up_import)
    register_words(app, WORDS)
