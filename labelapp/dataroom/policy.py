"""Who may do what in a data room. Assessors have no right here: they read what a submission froze."""

from typing import Any, Protocol

from labelapp.clusters.looking import may_look_into
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.policy import is_in_team, roles_of

WRITING = frozenset({TeamRole.MANAGER, TeamRole.CONTRIBUTOR})


class OfCluster(Protocol):
    """Anything that belongs to one cluster organisation."""

    @property
    def cluster(self) -> Cluster: ...


def may_read_room(user: Any, cluster: Cluster) -> bool:
    """The whole team and the secretariat."""
    return is_in_team(user, cluster) or may_look_into(user, cluster)


def may_read_facts(user: Any, found: OfCluster) -> bool:
    """The same for anything in the room."""
    return may_read_room(user, found.cluster)


def may_write_facts(user: Any, found: OfCluster) -> bool:
    """Managers and contributors."""
    return bool(roles_of(user, found.cluster) & WRITING)
