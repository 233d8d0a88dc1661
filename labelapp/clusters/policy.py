"""Who may do what with a cluster organisation: rights come from its team, the secretariat mends facts."""

from typing import Any

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_secretariat, is_signed_in
from labelapp.clusters.models import Cluster, TeamRole

WORKING_ROLES = (TeamRole.MANAGER, TeamRole.CONTRIBUTOR, TeamRole.VIEWER)


def roles_of(user: Any, cluster: Cluster) -> frozenset[TeamRole]:
    """The roles that a person holds in the team of a cluster organisation."""
    if not is_signed_in(user):
        return frozenset()
    user_id = user.id
    return frozenset(member.role for member in cluster.team if member.user_id == user_id)


def is_in_team(user: Any, cluster: Cluster) -> bool:
    """Whether a person has any role in the team."""
    return bool(roles_of(user, cluster))


def may_view_cluster(user: Any, cluster: Cluster) -> bool:
    """See profile and team: the whole team, and the secretariat."""
    return is_in_team(user, cluster) or is_secretariat(user)


def may_edit_cluster(user: Any, cluster: Cluster) -> bool:
    """Change the facts of the profile: its managers, and the secretariat."""
    return TeamRole.MANAGER in roles_of(user, cluster) or is_secretariat(user)


def may_give_consents(user: Any, cluster: Cluster) -> bool:
    """Only its managers speak for a cluster organisation about what others may see."""
    return TeamRole.MANAGER in roles_of(user, cluster)


def may_manage_team(user: Any, cluster: Cluster) -> bool:
    """Its managers; the secretariat only as long as no manager has ever signed in or is left."""
    if TeamRole.MANAGER in roles_of(user, cluster):
        return True
    return is_secretariat(user) and not has_acting_manager(cluster)


def may_create_cluster(user: Any) -> bool:
    """The secretariat."""
    return is_secretariat(user)


def may_list_clusters(user: Any) -> bool:
    """The secretariat sees the list of all cluster organisations."""
    return is_secretariat(user)


def has_acting_manager(cluster: Cluster) -> bool:
    """Whether a manager can sign in: the account is open and its invitation accepted."""
    return any(member.role == TeamRole.MANAGER and can_sign_in(member.user) for member in cluster.team)


def can_sign_in(user: User) -> bool:
    """Whether the account is open and its invitation accepted."""
    return user.active and user.password is not None


def may_manage_member(user: Any, member: Any) -> bool:
    """Change or remove a `queries.Member`: whoever manages the team."""
    return may_manage_team(user, member.cluster)
