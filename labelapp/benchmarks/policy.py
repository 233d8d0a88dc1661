"""Who may read the comparison of a cluster organisation."""

from typing import Any

from labelapp.clusters.models import Cluster
from labelapp.clusters.policy import is_in_team


def may_read_comparison(user: Any, cluster: Cluster) -> bool:
    """Its own team, whatever their role in it. What partners may read is for `labelapp.consortium` to say."""
    return is_in_team(user, cluster)
