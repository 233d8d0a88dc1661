"""Who reads the draft that was sent, who comments on it, who answers. What is not allowed is refused."""

from typing import Any

from labelapp.clusters.models import TeamRole
from labelapp.clusters.policy import is_in_team, roles_of
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.commenting.queries import DraftPlace, RemarkPlace


def may_read_draft(user: Any, place: DraftPlace) -> bool:
    """The team of the cluster organisation, and nobody else: assessors and secretariat have the report itself."""
    return is_in_team(user, cluster_of(place.review))


def may_comment(user: Any, place: DraftPlace) -> bool:
    """Its managers speak for the cluster organisation. That the period is over is refused later, with 409."""
    return TeamRole.MANAGER in roles_of(user, cluster_of(place.review))


def may_take_back(user: Any, place: RemarkPlace) -> bool:
    """Any manager may take out a remark that is not handed in."""
    return TeamRole.MANAGER in roles_of(user, cluster_of(place.review))


def may_answer(user: Any, place: RemarkPlace) -> bool:
    """The lead answers."""
    return policy.may_write_report(user, place.review)
