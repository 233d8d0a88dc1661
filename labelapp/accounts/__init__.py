"""People: accounts, sign-in, invitations, scheme-wide roles."""

from flask import Flask

from labelapp.accounts.sign_in import init_sign_in


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    init_sign_in(app, app.extensions["settings"])
