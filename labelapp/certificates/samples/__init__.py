"""Samples of every document, as each version of a scheme sets them, for the secretariat to look at."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.certificates.samples.policy import may_see_samples
from labelapp.certificates.samples.views import bp
from labelapp.web.navigation import Entry, register_navigation


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(_("Samples"), "samples.index", may_see_samples, 92))
