"""Comparison of a cluster organisation with its portfolio."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
