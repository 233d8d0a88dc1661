"""The self-test: anybody may see where they stand, without an account and without leaving a trace."""

from flask import Flask

from labelapp.extensions import csrf
from labelapp.selftests.views import bp, result


def init_app(app: Flask) -> None:
    """Bind the package to the app.

    Posting a self-test changes nothing, so it needs no token: that would put a cookie into the browser.
    """
    csrf.exempt(result)
    app.register_blueprint(bp)
