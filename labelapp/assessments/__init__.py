"""Self-assessments: answers, autosave, completeness, submission."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
