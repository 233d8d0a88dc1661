"""Pages of the self-assessment."""

from flask import Blueprint

bp = Blueprint("assessments", __name__)

from labelapp.assessments.views import (  # noqa: E402
    answering,
    cycle,
    evidence,
    indicator,
    interview_saving,
    interviews,
    lists,
    moving,
    overview,
    starting,
    submitting,
)

__all__ = [
    "answering", "bp", "cycle", "evidence", "indicator", "interview_saving", "interviews", "lists",
    "moving", "overview", "starting", "submitting",
]  # fmt: skip
