"""Pages of the self-assessment."""

from flask import Blueprint

bp = Blueprint("assessments", __name__)

from labelapp.assessments.views import (  # noqa: E402
    answering,
    evidence,
    figures,
    indicator,
    lists,
    overview,
    starting,
    submitting,
)

__all__ = [
    "answering",
    "bp",
    "evidence",
    "figures",
    "indicator",
    "lists",
    "overview",
    "starting",
    "submitting",
]
