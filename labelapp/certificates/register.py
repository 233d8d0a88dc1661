"""The public register: what a reader may ask of it, and the rows, counts and pages that answer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, cast, func, literal, or_, select
from werkzeug.datastructures import MultiDict

from labelapp.certificates.models import Certificate
from labelapp.certificates.status import in_force, status_expression, status_of
from labelapp.extensions import db
from labelapp.schemes.validity import Status
from labelapp.web.paging import PAGE_SIZE, Page, Position, read_page, read_position

LEVELS = ("gold", "silver", "bronze")


class Group(StrEnum):
    """The statuses by which the register is filtered."""

    VALID = "valid"
    EXPIRING = "expiring"
    RENEWABLE = "renewable"
    STOPPED = "stopped"
    PAST = "past"


STATUSES: dict[Group, tuple[Status, ...]] = {
    Group.VALID: (Status.VALID,),
    Group.EXPIRING: (Status.EXPIRING,),
    Group.RENEWABLE: (Status.EXPIRED_RENEWABLE,),
    Group.STOPPED: (Status.WITHDRAWN, Status.SUSPENDED),
    Group.PAST: (Status.EXPIRED, Status.SUPERSEDED),
}
USUAL_GROUPS = (Group.VALID, Group.EXPIRING, Group.RENEWABLE)


class Order(StrEnum):
    """How the register is sorted."""

    NAME = "name"
    UNTIL = "until"
    NEWEST = "newest"


@dataclass(frozen=True)
class Wish:
    """What a reader asks for. No level, country or portfolio means all of them."""

    text: str = ""
    levels: tuple[str, ...] = ()
    groups: tuple[Group, ...] = USUAL_GROUPS
    country: str = ""
    portfolio: str = ""
    order: Order = Order.NAME
    position: Position | None = None

    def arguments(self) -> dict[str, Any]:
        """The wish as it stands in an address, without the position."""
        return {
            "q": self.text or None,
            "level": list(self.levels) or None,
            "status": None if self.groups == USUAL_GROUPS else [group.value for group in self.groups],
            "country": self.country or None,
            "field": self.portfolio or None,
            "sort": None if self.order is Order.NAME else self.order.value,
        }


def read_wish(arguments: MultiDict[str, str]) -> Wish:
    """The wish in an address; what cannot be understood is left out."""
    groups = tuple(group for group in Group if group.value in arguments.getlist("status"))
    levels = tuple(level for level in LEVELS if level in arguments.getlist("level"))
    order = arguments.get("sort", "")
    return Wish(
        text=arguments.get("q", "").replace("\0", "").strip()[:100],
        levels=() if len(levels) == len(LEVELS) else levels,
        groups=groups or USUAL_GROUPS,
        country=arguments.get("country", "")[:2].upper().replace("\0", ""),
        portfolio=arguments.get("field", "")[:40].replace("\0", ""),
        order=Order(order) if order in set(Order) else Order.NAME,
        position=read_position(arguments.get("from")),
    )


@dataclass(frozen=True)
class Entry:
    """A row of the register."""

    certificate: Certificate
    status: Status


@dataclass(frozen=True)
class Register:
    """A page of the register. `first` is the number of its first row among `total`."""

    entries: list[Entry]
    before: str
    after: str
    total: int
    first: int


@dataclass(frozen=True)
class Counts:
    """How many rows each value of a filter would leave, all other filters being as they are."""

    levels: dict[str, int] = field(default_factory=dict)
    groups: dict[Group, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    portfolios: dict[str, int] = field(default_factory=dict)


def read_register(wish: Wish, day: date, size: int = PAGE_SIZE) -> Register:
    """One page of the register, in three statements however long it is."""
    query = select(Certificate).where(*_conditions(wish, day))
    text, number = _keys(wish.order)
    page: Page[Certificate] = read_page(query, text, number, wish.position, size=size)
    return Register(
        entries=_entries(page.items, day),
        before=page.before,
        after=page.after,
        total=_count(query),
        first=_place(query, text, number, page.items, wish.order) if page.items else 0,
    )


def all_entries(wish: Wish, day: date) -> list[Entry]:
    """Every row that a wish leaves, in its order, for the download."""
    text, number = _keys(wish.order)
    query = select(Certificate).where(*_conditions(wish, day)).order_by(text, number)
    return _entries(list(db.session.scalars(query)), day)


def _entries(certificates: Sequence[Certificate], day: date) -> list[Entry]:
    return [Entry(certificate, status_of(certificate, day)) for certificate in certificates]


def _keys(order: Order) -> tuple[ColumnElement[str], ColumnElement[int]]:
    """Text and number by which rows are sorted and pages begin; the number is unique."""
    number: ColumnElement[int] = Certificate.id.expression
    if order is Order.UNTIL:
        return cast(Certificate.valid_until, String).label("until"), number
    if order is Order.NEWEST:
        return literal("", String), cast(-number, Integer)
    return func.lower(Certificate.holder), number


def _count(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _place(
    query: Select[Any],
    text: ColumnElement[str],
    number: ColumnElement[int],
    shown: Sequence[Certificate],
    order: Order,
) -> int:
    """The number of the first row shown, counted from 1."""
    first = shown[0]
    if order is Order.NEWEST:
        earlier: ColumnElement[bool] = Certificate.id > first.id
    else:
        same = select(text).where(Certificate.id == first.id).scalar_subquery()
        earlier = or_(text < same, and_(text == same, number < first.id))
    return _count(query.where(earlier)) + 1


def _conditions(wish: Wish, day: date, without: str = "") -> list[ColumnElement[bool]]:
    """The filters; `without` leaves one of them out. A certificate that has not begun is not listed yet."""
    found: list[ColumnElement[bool]] = [Certificate.valid_from <= day, *_searched(wish.text)]
    if wish.levels and without != "level":
        found.append(Certificate.level.in_(wish.levels))
    if without != "status":
        wanted = [status.value for group in wish.groups for status in STATUSES[group]]
        found.append(status_expression(day).in_(wanted))
    if wish.country and without != "country":
        found.append(Certificate.country == wish.country)
    if wish.portfolio and without != "field":
        found.append(cast(Certificate.portfolios, String).contains(f'"{wish.portfolio}"', autoescape=True))
    return found


def _searched(text: str) -> list[ColumnElement[bool]]:
    """Each word stands in the name, the place or the serial."""
    columns = (Certificate.holder, Certificate.place, Certificate.serial)
    return [
        or_(*(func.lower(column).contains(word, autoescape=True) for column in columns))
        for word in text.lower().split()
    ]


def count_values(wish: Wish, day: date) -> Counts:
    """The counts beside the filters, in four statements."""
    statuses = _grouped(status_expression(day), wish, day, "status")
    portfolios: dict[str, int] = {}
    for codes, count in _rows(cast(Certificate.portfolios, String), wish, day, "field"):
        for code in json.loads(codes):
            portfolios[code] = portfolios.get(code, 0) + count
    return Counts(
        levels=_grouped(Certificate.level, wish, day, "level"),
        groups={
            group: sum(statuses.get(status.value, 0) for status in members)
            for group, members in STATUSES.items()
        },
        countries=_grouped(Certificate.country, wish, day, "country"),
        portfolios=portfolios,
    )


def _grouped(column: Any, wish: Wish, day: date, without: str) -> dict[str, int]:
    return {str(value): count for value, count in _rows(column, wish, day, without)}


def _rows(column: Any, wish: Wish, day: date, without: str) -> list[tuple[str, int]]:
    value = column.label("value")
    inner = select(value).where(*_conditions(wish, day, without)).subquery()
    query = select(inner.c.value, func.count()).group_by(inner.c.value)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def in_force_by_level(day: date) -> dict[str, int]:
    """How many labels of each level are valid on a day."""
    query = select(Certificate.level, func.count()).where(in_force(day)).group_by(Certificate.level)
    counts = dict.fromkeys(reversed(LEVELS), 0)
    return counts | {row[0]: row[1] for row in db.session.execute(query)}
