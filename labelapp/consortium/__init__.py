"""Partners' view of the clusters in their remit."""

from flask import Flask
from flask_babel import lazy_gettext

from labelapp.consortium.policy import may_see_remit
from labelapp.consortium.views import bp
from labelapp.web.navigation import Entry, register_navigation


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(lazy_gettext("Our clusters"), "consortium.index", may_see_remit, order=80))
