"""The review of a submission, from assignment to report."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
