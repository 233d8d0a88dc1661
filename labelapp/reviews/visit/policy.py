"""Who plans a visit, who asks questions for it, who reads the agenda, who writes down what was seen."""

from typing import Any

from labelapp.reviews.models import ReviewState
from labelapp.reviews.policy import in_team, is_lead, may_assign, may_read_desk, may_score
from labelapp.reviews.visit.queries import VisitPlace

BEFORE_THE_REPORT = (ReviewState.SCORING, ReviewState.CONSENSUS)


def may_plan(user: Any, place: VisitPlace) -> bool:
    """The lead plans the visit, until the report is final."""
    return may_ask(user, place) and is_lead(user, place.review)


def may_ask(user: Any, place: VisitPlace) -> bool:
    """Those who score put their questions on the agenda, until the report is final."""
    return may_score(user, place.review) and place.review.state in BEFORE_THE_REPORT


def may_see(user: Any, place: VisitPlace) -> bool:
    """Those who take part in the review and the secretariat; the cluster's team once the agenda was sent."""
    if in_team(user, place.review):
        return place.visit is not None and place.visit.sent_at is not None
    return may_read_desk(user, place.review) or (
        place.review.state is not ReviewState.ASSIGNING and may_assign(user, place.review)
    )


def may_use_sheet(user: Any, place: VisitPlace) -> bool:
    """The visit sheet is for those who score: each has an own one."""
    return may_score(user, place.review) and place.review.state is not ReviewState.ASSIGNING


def may_confirm_attendance(user: Any, place: VisitPlace) -> bool:
    """The lead says who was there, once the agenda was sent."""
    return may_plan(user, place) and place.visit is not None and place.visit.sent_at is not None
