"""What people of a partner may see: certificates are public, a comparison needs the cluster's consent."""

from typing import Any

from labelapp.accounts.policy import is_partner
from labelapp.clusters.models import Cluster
from labelapp.consortium.remit import is_in_remit, partner_of


def may_see_remit(user: Any) -> bool:
    """People of a partner."""
    return is_partner(user) and partner_of(user) is not None


def may_read_comparison_in_remit(user: Any, cluster: Cluster) -> bool:
    """People of a partner with the cluster's country in its remit, if the cluster organisation agreed."""
    if not is_partner(user) or not cluster.partner_consent:
        return False
    partner = partner_of(user)
    return partner is not None and is_in_remit(partner, cluster)
