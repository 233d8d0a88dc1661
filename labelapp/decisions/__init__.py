"""Decisions of the labelling body."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
