"""Pages of the self-assessment."""

from flask import Blueprint

bp = Blueprint("assessments", __name__)

from labelapp.assessments.views import (  # noqa: E402
    answering,
    comments,
    cycle,
    evidence,
    figures,
    history,
    indicator,
    interview_saving,
    interviews,
    lists,
    moving,
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
    "cycle",
    "evidence",
    "figures",
    "history",
    "indicator",
    "interview_saving",
    "interviews",
    "lists",
    "moving",
    "overview",
    "paper",
    "presence",
    "sections",
    "starting",
    "submitting",
]
