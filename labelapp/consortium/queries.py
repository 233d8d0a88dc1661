"""Reading the certificates of the clusters in a partner's remit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlalchemy.orm import joinedload

from labelapp.certificates.models import Certificate
from labelapp.certificates.status import in_force, status_expression
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner
from labelapp.consortium.remit import certified_in_remit, each_in_remit, in_programme
from labelapp.extensions import db
from labelapp.schemes.months import add_months
from labelapp.schemes.validity import Status
from labelapp.web.paging import Page, Position, read_page

SORTS = ("holder", "valid_until", "country")
ENDS = (6, 12)
AT_ONCE = 50


class Held(StrEnum):
    """Which certificates are asked for: those in force, or those that may be renewed after their expiry."""

    IN_FORCE = "in_force"
    RENEWABLE = "renewable"


@dataclass(frozen=True)
class RemitRequest:
    """What the list of a remit is asked for. `ends`: those in force that end within so many months."""

    search: str = ""
    country: str = ""
    level: str = ""
    programme: int | None = None
    held: Held | None = None
    ends: int | None = None
    sort: str = "holder"
    descending: bool = False
    position: Position | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the order is asked for."""
        return any((self.search, self.country, self.level, self.programme, self.held, self.ends))

    def arguments(self) -> dict[str, Any]:
        """The filters as they stand in an address."""
        return {
            "search": self.search or None,
            "country": self.country or None,
            "level": self.level or None,
            "programme": self.programme,
            "held": self.held.value if self.held else None,
            "ends": self.ends,
        }


def certificates_in_remit(partner: Partner, asked: RemitRequest, day: date) -> Page[Certificate]:
    """A page of the certificates of the clusters in a remit that hold on a day or were the last to hold."""
    keys: dict[str, Any] = {
        "holder": Certificate.sort_name.expression,
        "valid_until": cast(Certificate.valid_until, String(10)).label("until"),
        "country": Certificate.country + Certificate.sort_name,
    }
    return read_page(
        _matching(
            select(Certificate)
            .options(joinedload(Certificate.cluster))
            .where(each_in_remit(partner, Certificate.cluster_id)),
            asked,
            day,
        ),
        keys[asked.sort],
        Certificate.id.expression,
        asked.position,
        descending=asked.descending,
    )


def all_in_remit(partner: Partner, asked: RemitRequest, day: date) -> Sequence[Certificate]:
    """The same list as a whole, for a download, by holder."""
    query = _matching(select(Certificate).where(certified_in_remit(partner)), asked, day)
    return db.session.scalars(query.order_by(Certificate.sort_name, Certificate.id)).all()


def in_portions(partner: Partner, asked: RemitRequest, day: date) -> Iterator[Certificate]:
    """The same one after the other; however many there are, few are in memory."""
    query = _matching(select(Certificate.id).where(certified_in_remit(partner)), asked, day)
    numbers = db.session.scalars(query.order_by(Certificate.sort_name, Certificate.id)).all()
    for start in range(0, len(numbers), AT_ONCE):
        some = select(Certificate).where(Certificate.id.in_(numbers[start : start + AT_ONCE]))
        read = db.session.scalars(some.order_by(Certificate.sort_name, Certificate.id)).all()
        yield from read
        for certificate in read:
            db.session.expunge(certificate)


def count_in_remit(partner: Partner, asked: RemitRequest, day: date) -> int:
    """How many certificates search and filters leave."""
    query = select(func.count(Certificate.id)).where(certified_in_remit(partner))
    return db.session.scalar(_matching(query, asked, day)) or 0


def _listed(day: date) -> tuple[ColumnElement[bool], ...]:
    """A renewal is issued before the earlier certificate ends: until its first day the earlier one is listed."""
    return (
        Certificate.valid_from <= day,
        or_(Certificate.superseded_on.is_(None), Certificate.superseded_on > day),
    )


def _matching(query: Select[Any], asked: RemitRequest, day: date) -> Select[Any]:
    query = query.where(*_listed(day))
    if asked.country:
        query = query.where(Certificate.country == asked.country)
    if asked.level:
        query = query.where(Certificate.level == asked.level)
    if asked.programme is not None:
        inside = select(Cluster.id).where(in_programme(asked.programme))
        query = query.where(Certificate.cluster_id.in_(inside))
    if asked.held is Held.IN_FORCE:
        query = query.where(in_force(day))
    elif asked.held is Held.RENEWABLE:
        query = query.where(status_expression(day) == Status.EXPIRED_RENEWABLE.value)
    if asked.ends is not None:
        query = query.where(in_force(day), Certificate.valid_until <= add_months(day, asked.ends))
    for word in asked.search.lower().split():
        columns = (Certificate.holder, Certificate.place, Certificate.serial)
        query = query.where(or_(*(func.lower(c).contains(word, autoescape=True) for c in columns)))
    return query
