"""Webhooks: what happens is told to programs of partners, cluster organisations and the labelling body."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from labelapp.accounts.settings import AccountPage, register_account_page
from labelapp.certificates.daily import register_daily
from labelapp.events.telling import register_words
from labelapp.webhooks import ageing
from labelapp.webhooks.limits import init_limits
from labelapp.webhooks.policy import may_use_webhooks
from labelapp.webhooks.told import WORDS
from labelapp.webhooks.views import bp


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_words(app, WORDS)
    register_daily(app, ageing.find_expired, ageing.tell_of_expiry)
    register_daily(app, ageing.find_old, ageing.forget)
    init_limits(app)
    register_account_page(
        app,
        AccountPage(
            _l("Webhooks"),
            _l("Have programs of yours told what happens to certificates."),
            _l("Look after webhooks"),
            "webhooks.index",
            may_use_webhooks,
        ),
    )
