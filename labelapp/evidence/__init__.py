"""A cluster organisation's documents."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
