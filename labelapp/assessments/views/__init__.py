"""Pages of the self-assessment."""

from flask import Blueprint

bp = Blueprint("assessments", __name__)

from labelapp.assessments.views import (  # noqa: E402
    answering,
    comments,
    evidence,
    history,
    indicator,
    lists,
    overview,
    paper,
    presence,
    sections,
    starting,
    submitting,
)

__all__ = [
    "answering",
    "bp",
    "comments",
    "evidence",
    "history",
    "indicator",
    "lists",
    "overview",
    "paper",
    "presence",
    "sections",
    "starting",
    "submitting",
]
