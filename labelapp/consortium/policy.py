"""What people of a partner may see: certificates are public, a comparison needs the cluster's consent."""

from typing import Any

from labelapp.accounts.policy import is_administrator, is_partner, is_secretariat
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner, Programme
from labelapp.consortium.remit import is_in_remit, partner_of


def may_see_remit(user: Any) -> bool:
    """People of a partner."""
    return is_partner(user) and partner_of(user) is not None


def may_read_comparison_in_remit(user: Any, cluster: Cluster) -> bool:
    """People of a partner with the cluster in its remit, if the cluster organisation agreed."""
    if not is_partner(user) or not cluster.partner_consent:
        return False
    partner = partner_of(user)
    return partner is not None and is_in_remit(partner, cluster)


def may_publish_for(user: Any, country: str) -> bool:
    """People of a partner that has the country in its remit: a programme speaks for no country."""
    partner = partner_of(user) if is_partner(user) else None
    return partner is not None and country in partner.countries


def may_manage_partners(user: Any) -> bool:
    """The secretariat and administrators keep partners, programmes and remits."""
    return is_secretariat(user) or is_administrator(user)


def may_manage_partner(user: Any, _partner: Partner) -> bool:
    """The same about one partner."""
    return may_manage_partners(user)


def may_manage_programme(user: Any, _programme: Programme) -> bool:
    """The same about one programme."""
    return may_manage_partners(user)
