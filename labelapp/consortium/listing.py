"""Reading partners, programmes and their people and clusters, for those who keep them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner, PartnerPerson, Programme, ProgrammeCluster
from labelapp.consortium.remit import in_programme, in_remit
from labelapp.extensions import db
from labelapp.web.paging import Page, Position, read_page

FOUND_AT_MOST = 20


class Counted(NamedTuple):
    """A programme with the number of its clusters."""

    programme: Programme
    clusters: int


def all_partners() -> Sequence[Partner]:
    """Every partner by name, with people and programmes: there are as many as countries and programmes."""
    people = selectinload(Partner.people).joinedload(PartnerPerson.user)
    query = select(Partner).options(people, selectinload(Partner.programmes))
    return db.session.scalars(query.order_by(func.lower(Partner.name), Partner.id)).all()


def all_programmes() -> list[Counted]:
    """Every programme by name."""
    query = (
        select(Programme, func.count(ProgrammeCluster.cluster_id))
        .outerjoin(ProgrammeCluster, ProgrammeCluster.programme_id == Programme.id)
        .group_by(Programme.id)
        .order_by(func.lower(Programme.name), Programme.id)
    )
    return [Counted(programme, count) for programme, count in db.session.execute(query)]


def find_partner(partner_id: int) -> Partner | None:
    """A partner with people and programmes."""
    people = selectinload(Partner.people).joinedload(PartnerPerson.user)
    query = select(Partner).where(Partner.id == partner_id)
    return db.session.scalars(query.options(people, selectinload(Partner.programmes))).one_or_none()


def find_partner_person(partner_id: int, user_id: int) -> PartnerPerson | None:
    """Somebody who works for a partner."""
    query = select(PartnerPerson).where(
        PartnerPerson.partner_id == partner_id, PartnerPerson.user_id == user_id
    )
    return db.session.scalars(
        query.options(joinedload(PartnerPerson.partner), joinedload(PartnerPerson.user))
    ).one_or_none()


def size_of_remit(partner: Partner) -> int:
    """How many cluster organisations a partner looks after."""
    return db.session.scalar(select(func.count(Cluster.id)).where(in_remit(partner))) or 0


def find_programme(programme_id: int) -> Programme | None:
    """A programme."""
    return db.session.get(Programme, programme_id)


def find_programme_cluster(programme_id: int, cluster_id: int) -> ProgrammeCluster | None:
    """A cluster organisation in a programme."""
    return db.session.get(ProgrammeCluster, (programme_id, cluster_id))


def clusters_in(programme: Programme, position: Position | None) -> Page[Cluster]:
    """A page of the clusters of a programme by name."""
    query = select(Cluster).where(in_programme(programme.id))
    return read_page(query, func.lower(Cluster.name), Cluster.id.expression, position)


def clusters_to_add(programme: Programme, search: str) -> Sequence[Cluster]:
    """Some clusters that are not in a programme and whose name or place holds all words; none without a word."""
    if not search:
        return []
    query = select(Cluster).where(~in_programme(programme.id))
    for word in search.lower().split():
        columns = (Cluster.name, Cluster.place)
        query = query.where(or_(*(func.lower(one).contains(word, autoescape=True) for one in columns)))
    return db.session.scalars(query.order_by(func.lower(Cluster.name), Cluster.id).limit(FOUND_AT_MOST)).all()
