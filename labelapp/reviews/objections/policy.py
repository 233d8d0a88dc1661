"""Who may object to a nominee, and who settles it."""

from typing import Any, Protocol

from labelapp.clusters.models import TeamRole
from labelapp.clusters.policy import roles_of
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from labelapp.reviews.policy import may_assign


class OfReview(Protocol):
    """Anything that belongs to one review."""

    @property
    def review(self) -> Review: ...


def may_see_nominees(user: Any, review: Review) -> bool:
    """The managers of the cluster organisation: name, country and part of whoever declared to have no interest."""
    return TeamRole.MANAGER in roles_of(user, cluster_of(review))


def may_object(user: Any, place: OfReview) -> bool:
    """The same people. Whether there still is time is not a question of rights: that is a 409."""
    return may_see_nominees(user, place.review)


def may_settle(user: Any, place: OfReview) -> bool:
    """The officers of the case."""
    return may_assign(user, place.review)
