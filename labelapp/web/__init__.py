"""What every page shares: layout, language, errors, headers, access. Imports no domain package."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext
from jinja2 import StrictUndefined

from labelapp.web import charts, drawings, structured
from labelapp.web.access import declare_foreign, refuse_undeclared
from labelapp.web.assets import init_assets
from labelapp.web.caching import init_caching
from labelapp.web.errors import init_errors
from labelapp.web.formats import init_formats
from labelapp.web.headers import init_headers
from labelapp.web.layout import layout_context
from labelapp.web.limits import init_limits
from labelapp.web.locale import init_locale
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.pages import bp as pages_bp
from labelapp.web.requests import init_requests
from labelapp.web.views import bp


def init_app(app: Flask) -> None:
    """Bind the shared parts to the app."""
    init_requests(app)
    init_caching(app)
    init_limits(app, app.extensions["settings"])
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(bp)
    app.register_blueprint(pages_bp)
    declare_foreign(app, "static", "public", "anybody")
    app.before_request(refuse_undeclared)
    app.context_processor(layout_context)
    for functions in (charts.TEMPLATE_GLOBALS, drawings.TEMPLATE_GLOBALS, structured.TEMPLATE_GLOBALS):
        for name, function in functions.items():
            app.add_template_global(function, name)
    init_assets(app)
    init_errors(app)
    init_formats(app)
    init_headers(app)
    init_locale(app)
    register_navigation(
        app,
        Entry(lazy_gettext("My tasks"), "web.tasks", _is_signed_in, order=10),
        Entry(lazy_gettext("How the label works"), "pages.how_it_works", _is_anonymous, order=99),
    )


def _is_anonymous(user: Any) -> bool:
    return not user.is_authenticated


def _is_signed_in(user: Any) -> bool:
    return bool(user.is_authenticated)
