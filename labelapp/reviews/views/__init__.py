"""The pages of reviews, by job. Importing the modules adds their views to the blueprint."""

from labelapp.reviews.commenting import views as commenting
from labelapp.reviews.disputes import views as disputes
from labelapp.reviews.drafting import views as drafting
from labelapp.reviews.leaving import views as leaving
from labelapp.reviews.views import (
    agreement,
    assignment,
    cases,
    consensus,
    desk,
    experts,
    interests,
    officers,
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
    "commenting",
    "consensus",
    "desk",
    "disputes",
    "drafting",
    "experts",
    "interests",
    "leaving",
    "officers",
    "profiles",
    "proposal",
    "report",
    "saving",
]
