"""Mails about objections. The nominee learns that the seat is free again, and never who said what about them."""

from labelapp.accounts.models import User
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from labelapp.reviews.notices import officers_of, tell
from labelapp.reviews.objections.models import Objection


def _applicants(review: Review) -> list[User]:
    return people_with(cluster_of(review), TeamRole.MANAGER)


def tell_of_nominee(objection: Objection) -> None:
    """Tell the managers who is nominated and until when they may object."""
    review = objection.assignment.review
    tell(
        _applicants(review),
        "nominee_named",
        review,
        "objections.show",
        applicant=True,
        nominee=objection.assignment.user,
        until=objection.until,
    )


def tell_of_objection(objection: Objection) -> None:
    """Tell the officers of the case that an objection waits for them."""
    review = objection.assignment.review
    nominee = objection.assignment.user
    tell(officers_of(review), "objection_raised", review, "reviews.assignment", nominee=nominee)


def tell_of_settlement(objection: Objection) -> None:
    """Tell the managers what became of it, with the reason; and the nominee when the seat is free again."""
    review, nominee = objection.assignment.review, objection.assignment.user
    tell(
        _applicants(review),
        "objection_settled",
        review,
        "objections.show",
        applicant=True,
        nominee=nominee,
        objection=objection,
    )
    if objection.upheld:
        tell([nominee], "nomination_ended", review, "reviews.mine")
