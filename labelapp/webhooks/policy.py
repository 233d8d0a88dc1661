"""Who looks after endpoints: people of a partner, managers of a cluster organisation, and the labelling body."""

from typing import Any

from labelapp.accounts.policy import is_administrator, is_partner, is_secretariat, is_signed_in
from labelapp.clusters.models import TeamRole
from labelapp.clusters.policy import roles_of
from labelapp.consortium.remit import partner_of
from labelapp.webhooks.models import Delivery, Endpoint
from labelapp.webhooks.queries import owners_for


def may_use_webhooks(user: Any) -> bool:
    """People of a partner, managers of a cluster organisation, secretariat and administrator."""
    return is_signed_in(user) and bool(owners_for(user))


def may_look_after(user: Any, endpoint: Endpoint) -> bool:
    """Everybody on whose behalf it is told, whoever added it."""
    if endpoint.cluster is not None:
        return TeamRole.MANAGER in roles_of(user, endpoint.cluster)
    if endpoint.partner_id is not None:
        partner = partner_of(user) if is_partner(user) else None
        return partner is not None and partner.id == endpoint.partner_id
    return is_secretariat(user) or is_administrator(user)


def may_read_delivery(user: Any, delivery: Delivery) -> bool:
    """Whoever looks after its endpoint."""
    return may_look_after(user, delivery.endpoint)
