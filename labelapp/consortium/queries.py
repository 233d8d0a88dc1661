"""Reading the clusters in a partner's remit with their certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, or_, select
from sqlalchemy.orm import joinedload

from labelapp.certificates.models import Certificate
from labelapp.certificates.register.wishes import LEVELS
from labelapp.certificates.status import in_force, status_expression
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner, PartnerPerson
from labelapp.extensions import db
from labelapp.schemes.validity import Status
from labelapp.web.paging import Page, Position, read_page

SORTS = ("holder", "valid_until", "country")


@dataclass(frozen=True)
class RemitRequest:
    """What the list of a remit is asked for."""

    search: str = ""
    country: str = ""
    level: str = ""
    sort: str = "holder"
    descending: bool = False
    position: Position | None = None


@dataclass(frozen=True)
class LevelCount:
    """Certificates of one level in a remit: in force on the day, and among them those that end within six months."""

    level: str
    in_force: int
    ending: int


def partner_of(user: Any) -> Partner | None:
    """The partner for which a person works."""
    query = select(Partner).join(PartnerPerson).where(PartnerPerson.user_id == user.id)
    return db.session.scalars(query.limit(1)).first()


def clusters_readable_by(partner: Partner) -> frozenset[int]:
    """The cluster organisations of a remit that agreed that the partner reads their figures."""
    query = select(Cluster.id).where(
        Cluster.country.in_(partner.countries), Cluster.partner_consent.is_(True)
    )
    return frozenset(db.session.scalars(query))


def certificates_in_remit(partner: Partner, asked: RemitRequest, day: date) -> Page[Certificate]:
    """A page of the certificates of the clusters in a remit that hold on a day or were the last to hold."""
    keys: dict[str, Any] = {
        "holder": func.lower(Certificate.holder),
        "valid_until": cast(Certificate.valid_until, String(10)).label("until"),
        "country": Certificate.country + func.lower(Certificate.holder),
    }
    return read_page(
        _matching(select(Certificate).options(joinedload(Certificate.cluster)), partner, asked, day),
        keys[asked.sort],
        Certificate.id.expression,
        asked.position,
        descending=asked.descending,
    )


def all_in_remit(partner: Partner, asked: RemitRequest, day: date) -> Sequence[Certificate]:
    """The same list as a whole, for a download, by holder."""
    query = _matching(select(Certificate), partner, asked, day)
    return db.session.scalars(query.order_by(func.lower(Certificate.holder), Certificate.id)).all()


def count_in_remit(partner: Partner, asked: RemitRequest, day: date) -> int:
    """How many certificates search and filters leave."""
    return db.session.scalar(_matching(select(func.count(Certificate.id)), partner, asked, day)) or 0


def count_by_level(partner: Partner, day: date) -> list[LevelCount]:
    """How many certificates are in force on a day, by level."""
    ending = func.sum(case((status_expression(day) == Status.EXPIRING.value, 1), else_=0))
    rows = db.session.execute(
        select(Certificate.level, func.count(Certificate.id), ending)
        .where(Certificate.country.in_(partner.countries), in_force(day))
        .group_by(Certificate.level)
    )
    found = {level: LevelCount(level, valid, ending or 0) for level, valid, ending in rows}
    return [found.get(level, LevelCount(level, 0, 0)) for level in LEVELS]


def _in_remit(partner: Partner, day: date) -> tuple[ColumnElement[bool], ...]:
    """A renewal is issued before the earlier certificate ends: until its first day the earlier one is listed."""
    return (
        Certificate.country.in_(partner.countries),
        Certificate.valid_from <= day,
        or_(Certificate.superseded_on.is_(None), Certificate.superseded_on > day),
    )


def _matching(query: Select[Any], partner: Partner, asked: RemitRequest, day: date) -> Select[Any]:
    query = query.where(*_in_remit(partner, day))
    if asked.country:
        query = query.where(Certificate.country == asked.country)
    if asked.level:
        query = query.where(Certificate.level == asked.level)
    for word in asked.search.lower().split():
        columns = (Certificate.holder, Certificate.place, Certificate.serial)
        query = query.where(or_(*(func.lower(c).contains(word, autoescape=True) for c in columns)))
    return query
