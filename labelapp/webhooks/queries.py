"""Reading endpoints and deliveries."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import RoleName, User
from labelapp.accounts.policy import is_administrator, is_partner, is_secretariat
from labelapp.accounts.queries import people_with_role
from labelapp.clusters.models import Cluster, TeamMember, TeamRole
from labelapp.clusters.policy import roles_of
from labelapp.clusters.queries import clusters_of, people_with
from labelapp.consortium.models import Partner, PartnerPerson
from labelapp.consortium.remit import partner_of
from labelapp.extensions import db
from labelapp.web.paging import Page, Position, read_page
from labelapp.webhooks.kinds import OF_CERTIFICATES, Kind
from labelapp.webhooks.models import Delivery, Endpoint


@dataclass(frozen=True)
class Owner:
    """On whose behalf an endpoint is told: a partner, a cluster organisation, or with neither the labelling body."""

    partner: Partner | None = None
    cluster: Cluster | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        if self.partner is not None:
            return f"partner-{self.partner.id}"
        return f"cluster-{self.cluster.id}" if self.cluster is not None else "office"

    @property
    def name(self) -> str:
        """How people call it."""
        owner = self.partner or self.cluster
        return owner.name if owner is not None else str(_("The labelling body"))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What may be told to it."""
        return tuple(Kind) if self.cluster is not None else OF_CERTIFICATES

    def endpoints(self) -> ColumnElement[bool]:
        """The condition that an endpoint is its own."""
        return and_(
            Endpoint.partner_id == (self.partner.id if self.partner else None),
            Endpoint.cluster_id == (self.cluster.id if self.cluster else None),
        )


def owners_for(user: Any) -> list[Owner]:
    """On whose behalf a person looks after endpoints."""
    found = []
    if is_secretariat(user) or is_administrator(user):
        found.append(Owner())
    partner = partner_of(user) if is_partner(user) else None
    if partner is not None:
        found.append(Owner(partner=partner))
    managed = [one for one in clusters_of(user) if TeamRole.MANAGER in roles_of(user, one)]
    return found + [Owner(cluster=one) for one in managed]


def owner_of(endpoint: Endpoint) -> Owner:
    """On whose behalf an endpoint is told."""
    return Owner(endpoint.partner, endpoint.cluster)


def endpoints_of(owners: list[Owner]) -> list[Endpoint]:
    """The endpoints of some owners, the newest first."""
    query = select(Endpoint).where(or_(*(owner.endpoints() for owner in owners))).options(*_owned())
    return list(db.session.scalars(query.order_by(Endpoint.id.desc()))) if owners else []


def count_endpoints(owner: Owner) -> int:
    """How many endpoints an owner has."""
    return db.session.scalar(select(func.count(Endpoint.id)).where(owner.endpoints())) or 0


def find_endpoint(endpoint_id: int) -> Endpoint | None:
    """One endpoint."""
    return db.session.scalars(
        select(Endpoint).where(Endpoint.id == endpoint_id).options(*_owned())
    ).one_or_none()


def find_delivery(delivery_id: int) -> Delivery | None:
    """One message with its endpoint."""
    endpoint = joinedload(Delivery.endpoint).options(*_owned())
    return db.session.scalars(
        select(Delivery).where(Delivery.id == delivery_id).options(endpoint)
    ).one_or_none()


def list_deliveries(endpoint: Endpoint, position: Position | None) -> Page[Delivery]:
    """A page of the messages to an endpoint, the newest first."""
    query = select(Delivery).where(Delivery.endpoint_id == endpoint.id)
    return read_page(query, literal(""), Delivery.id.expression, position, descending=True)


def people_of(endpoint: Endpoint) -> list[User]:
    """Whom to write about an endpoint: who added it, or all who look after it if that person no longer does."""
    if endpoint.partner is not None:
        people = list(
            db.session.scalars(
                select(User)
                .join(PartnerPerson, PartnerPerson.user_id == User.id)
                .where(PartnerPerson.partner_id == endpoint.partner_id)
                .order_by(User.id)
            )
        )
    elif endpoint.cluster is not None:
        people = people_with(endpoint.cluster, TeamRole.MANAGER)
    else:
        people = people_with_role(RoleName.SECRETARIAT) + people_with_role(RoleName.ADMINISTRATOR)
    found = {person.id: person for person in people if person.active}
    added_by = found.get(endpoint.created_by_id)
    return [added_by] if added_by is not None else list(found.values())


def _owned() -> tuple[Any, ...]:
    team = joinedload(Endpoint.cluster).selectinload(Cluster.team).joinedload(TeamMember.user)
    return joinedload(Endpoint.partner), team, joinedload(Endpoint.created_by)
