"""Partners' view of the clusters in their remit."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
