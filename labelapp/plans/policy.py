"""Who sees a plan: the team of the cluster organisation and nobody else.

Assessors judge what is, not what is meant to be.
"""

from typing import Any

from labelapp.assessments.policy import ANSWERING, OfCluster
from labelapp.clusters.models import Cluster
from labelapp.clusters.policy import is_in_team, roles_of


def may_see_path(user: Any, found: OfCluster) -> bool:
    """The whole team reads the path and the plan."""
    return is_in_team(user, found.cluster)


def may_plan(user: Any, found: OfCluster) -> bool:
    """Managers and contributors say what takes how much effort, and plan improvements."""
    return bool(roles_of(user, found.cluster) & ANSWERING)


def may_see_plan(user: Any, cluster: Cluster) -> bool:
    """The whole team reads the plan of its cluster organisation."""
    return is_in_team(user, cluster)
