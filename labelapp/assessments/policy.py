"""Who may do what with a self-assessment. Rights come from the team of its cluster organisation."""

from typing import Any, Protocol

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.queries import is_in_a_team
from labelapp.clusters.models import Cluster, TeamRole

ANSWERING = frozenset({TeamRole.MANAGER, TeamRole.CONTRIBUTOR})


class OfCluster(Protocol):
    """Anything that belongs to one cluster organisation."""

    @property
    def cluster(self) -> Cluster: ...


def team_roles(user: User, cluster: Cluster) -> frozenset[TeamRole]:
    """The roles that a person holds in the team of a cluster organisation."""
    return frozenset(member.role for member in cluster.team if member.user_id == user.id)


def may_see(user: User, found: OfCluster) -> bool:
    """The whole team and the secretariat read; assessors read the submission instead."""
    return bool(team_roles(user, found.cluster)) or user.holds(RoleName.SECRETARIAT)


def may_answer(user: User, found: OfCluster) -> bool:
    """Managers and contributors answer and offer evidence."""
    return bool(team_roles(user, found.cluster) & ANSWERING)


def may_manage(user: User, found: OfCluster) -> bool:
    """Managers cancel, ask for the confirmation and take the question back."""
    return TeamRole.MANAGER in team_roles(user, found.cluster)


def may_confirm(user: User, found: OfCluster) -> bool:
    """Only a legal representative confirms and so submits, or returns to the team."""
    return TeamRole.LEGAL_REPRESENTATIVE in team_roles(user, found.cluster)


def may_set_due_date(user: User, _found: OfCluster) -> bool:
    """The secretariat sets until when a self-assessment is to be submitted."""
    return user.holds(RoleName.SECRETARIAT)


def may_see_list(user: User, cluster: Cluster) -> bool:
    """The whole team and the secretariat see which self-assessments there are."""
    return bool(team_roles(user, cluster)) or user.holds(RoleName.SECRETARIAT)


def may_start(user: User, cluster: Cluster) -> bool:
    """Managers start a self-assessment of their cluster organisation."""
    return TeamRole.MANAGER in team_roles(user, cluster)


def may_self_assess(user: Any) -> bool:
    """Whoever is in the team of a cluster organisation; also asked for visitors who are not signed in."""
    return bool(user and user.is_authenticated) and is_in_a_team(user)
