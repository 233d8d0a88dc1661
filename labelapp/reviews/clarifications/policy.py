"""Who may do what with clarifications. Drafts are no matter of policy: nobody reads those of another one."""

from typing import Any, Protocol

from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.policy import roles_of
from labelapp.reviews import policy
from labelapp.reviews.clarifications.queries import RoundPlace
from labelapp.reviews.models import Review

ANSWERING = frozenset({TeamRole.MANAGER, TeamRole.CONTRIBUTOR})


class OfCluster(Protocol):
    """Anything that belongs to one cluster organisation."""

    @property
    def cluster(self) -> Cluster: ...


class OfReview(Protocol):
    """Anything that belongs to one review."""

    @property
    def review(self) -> Review: ...


def may_see_rounds(user: Any, review: Review) -> bool:
    """The rounds that were sent: those who take part and declared, and the secretariat without interest."""
    return policy.may_read_desk(user, review) or policy.may_assign(user, review)


def may_ask(user: Any, found: OfReview) -> bool:
    """Whoever scores asks."""
    return policy.may_score(user, found.review)


def may_send(user: Any, review: Review) -> bool:
    """The lead assessor, who may be the only one, sends a round."""
    return policy.may_score(user, review) and policy.is_lead(user, review)


def may_close(user: Any, place: RoundPlace) -> bool:
    """The lead assessor closes a round before its time."""
    return may_send(user, place.review)


def may_extend(user: Any, place: RoundPlace) -> bool:
    """The secretariat gives the applicant more time."""
    return policy.may_assign(user, place.review)


def may_read_questions(user: Any, found: OfCluster) -> bool:
    """The whole team of the cluster organisation reads what it was asked."""
    return bool(roles_of(user, found.cluster))


def may_reply(user: Any, found: OfCluster) -> bool:
    """Managers and contributors write answers and offer documents."""
    return bool(roles_of(user, found.cluster) & ANSWERING)


def may_hand_in(user: Any, found: OfCluster) -> bool:
    """Only managers hand in."""
    return TeamRole.MANAGER in roles_of(user, found.cluster)
