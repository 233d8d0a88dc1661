"""Pages of the self-assessment."""

from flask import Blueprint

bp = Blueprint("assessments", __name__)

from labelapp.assessments.views import (  # noqa: E402
    answering,
    evidence,
    history,
    indicator,
    lists,
    overview,
    paper,
    starting,
    submitting,
)

__all__ = [
    "answering",
    "bp",
    "evidence",
    "history",
    "indicator",
    "lists",
    "overview",
    "paper",
    "starting",
    "submitting",
]
