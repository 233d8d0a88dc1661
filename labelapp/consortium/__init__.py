"""Partners' view of the clusters in their remit, who keeps it, and the public reports of countries."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from labelapp.consortium.policy import may_manage_partners, may_see_remit
from labelapp.consortium.told import WORDS
from labelapp.consortium.views import editions, partners
from labelapp.consortium.views.blueprint import bp
from labelapp.events.telling import register_words
from labelapp.web.navigation import Entry, register_navigation


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    for blueprint in (bp, partners.bp, editions.bp):
        app.register_blueprint(blueprint)
    register_words(app, WORDS)
    register_navigation(
        app,
        Entry(_l("Our clusters"), "consortium.index", may_see_remit, order=80),
        Entry(_l("Partners"), "partners.index", may_manage_partners, order=71),
    )
