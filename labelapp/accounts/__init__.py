"""People: accounts, sign-in, invitations, scheme-wide roles."""

from flask import Flask
from flask_babel import lazy_gettext

from labelapp.accounts.limits import init_limits
from labelapp.accounts.policy import may_manage_people
from labelapp.accounts.sign_in import init_sign_in
from labelapp.accounts.told import WORDS
from labelapp.accounts.views import bp
from labelapp.events.telling import register_words
from labelapp.web.navigation import Entry, register_navigation


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    init_sign_in(app, app.extensions["settings"])
    app.register_blueprint(bp)
    init_limits(app)
    register_navigation(app, Entry(lazy_gettext("People"), "accounts.people", may_manage_people, order=72))
    register_words(app, WORDS)
