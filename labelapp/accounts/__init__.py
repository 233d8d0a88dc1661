"""People: accounts, sign-in, invitations, scheme-wide roles."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
