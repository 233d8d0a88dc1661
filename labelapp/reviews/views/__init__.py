"""The pages of reviews, by job. Importing the modules adds their views to the blueprint."""

from labelapp.reviews.disputes import views as disputes
from labelapp.reviews.views import (
    agreement,
    assignment,
    cases,
    consensus,
    desk,
    experts,
    interests,
    profiles,
    proposal,
    report,
    saving,
)
from labelapp.reviews.views.blueprint import bp

__all__ = [
    "agreement",
    "assignment",
    "bp",
    "cases",
    "consensus",
    "desk",
    "disputes",
    "experts",
    "interests",
    "profiles",
    "proposal",
    "report",
    "saving",
]
