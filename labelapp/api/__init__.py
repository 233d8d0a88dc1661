"""Version 1 of the API for programs: resources, personal access tokens, and the pages about both."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from labelapp.accounts.settings import AccountPage, register_account_page
from labelapp.api import document, reference, resources
from labelapp.api.blueprint import api, bp
from labelapp.api.core.limits import init_limits
from labelapp.api.core.problems import Refusal, answer_error
from labelapp.api.crossing import init_crossing
from labelapp.api.tokens import views as tokens
from labelapp.api.tokens.told import WORDS
from labelapp.certificates import WRONG_CODES
from labelapp.events.telling import register_words
from labelapp.extensions import csrf
from labelapp.web.errors import answer_errors_under
from labelapp.web.limits import limit_tries

__all__ = ["document", "init_app", "resources"]


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    csrf.exempt(bp)  # no session and no cookie is looked at, so no other site can act for a visitor
    for blueprint in (bp, reference.bp, tokens.bp):
        app.register_blueprint(blueprint)
    app.register_error_handler(Refusal, answer_error)
    answer_errors_under(app, "/api/", answer_error)
    init_limits(app, ["api.openapi", *(f"api.{operation.name}" for operation in api.operations)])
    limit_tries(app, ["api.certificate", "api.status"], WRONG_CODES)
    init_crossing(app)
    register_words(app, WORDS)
    register_account_page(
        app,
        AccountPage(
            _l("Programs"),
            _l("With an access token a program uses the API in your name."),
            _l("Access tokens"),
            "tokens.index",
        ),
    )
