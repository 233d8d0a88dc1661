"""Cluster organisations and their teams."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
