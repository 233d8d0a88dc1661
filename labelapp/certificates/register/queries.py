"""The rows of the register that a wish leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, cast, func, literal, or_, select

from labelapp.certificates.models import Certificate
from labelapp.certificates.register.wishes import STATUSES, Order, Wish
from labelapp.certificates.status import status_expression, status_of
from labelapp.extensions import db
from labelapp.schemes.validity import Status
from labelapp.web.paging import PAGE_SIZE, Page, read_page


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


def read_register(wish: Wish, day: date, size: int = PAGE_SIZE) -> Register:
    """One page of the register, in three statements however long it is."""
    query = select(Certificate).where(*conditions(wish, day))
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
    query = select(Certificate).where(*conditions(wish, day)).order_by(text, number)
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


def conditions(wish: Wish, day: date, without: str = "") -> list[ColumnElement[bool]]:
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
