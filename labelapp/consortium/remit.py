"""The remit of a partner: which cluster organisations it looks after."""

from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner
from labelapp.consortium.queries import partner_of

__all__ = ["is_in_remit", "partner_of"]


def is_in_remit(partner: Partner, cluster: Cluster) -> bool:
    """Whether a partner looks after a cluster organisation."""
    return cluster.country in partner.countries
