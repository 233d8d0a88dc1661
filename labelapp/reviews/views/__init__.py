"""The pages of reviews, by job. Importing the modules adds their views to the blueprint."""

from labelapp.reviews.views import (
    assignment,
    cases,
    consensus,
    desk,
    experts,
    interests,
    profiles,
    report,
    saving,
)
from labelapp.reviews.views.blueprint import bp

__all__ = [
    "assignment", "bp", "cases", "consensus", "desk", "experts", "interests", "profiles", "report", "saving",
]  # fmt: skip
