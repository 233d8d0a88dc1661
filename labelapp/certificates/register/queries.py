"""The rows of the register that a wish leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_

from labelapp.certificates.models import Certificate
from labelapp.certificates.register.counts import count_values
from labelapp.certificates.register.filters import conditions
from labelapp.certificates.register.wishes import Order, Wish
from labelapp.certificates.status import status_of
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
    """One page of the register. However long it is, the page begins at a key of an index."""
    total = count_values(wish, day).total
    if not total:
        return Register([], "", "", 0, 0)
    page = read_entries(wish, day, size)
    return Register(
        entries=page.items,
        before=page.before,
        after=page.after,
        total=total,
        first=_place(wish, day, page.items[0].certificate) if page.items else 0,
    )


def read_entries(wish: Wish, day: date, size: int) -> Page[Entry]:
    """The rows of one page alone, without a count of any others."""
    text, number = _keys(wish.order)
    page: Page[Certificate] = read_page(
        select(Certificate).where(*conditions(wish, day)),
        text,
        number,
        wish.position,
        descending=wish.order is Order.NEWEST,
        size=size,
    )
    return Page(_entries(page.items, day), page.before, page.after)


def all_entries(wish: Wish, day: date) -> list[Entry]:
    """Every row that a wish leaves, in its order, for the download."""
    keys = _keys(wish.order)
    order = [key.desc() if wish.order is Order.NEWEST else key for key in keys]
    query = select(Certificate).where(*conditions(wish, day)).order_by(*order)
    return _entries(list(db.session.scalars(query)), day)


def _entries(certificates: Sequence[Certificate], day: date) -> list[Entry]:
    return [Entry(certificate, status_of(certificate, day)) for certificate in certificates]


def _keys(order: Order) -> tuple[ColumnElement[Any], ColumnElement[int]]:
    """Text or day, and number, by which rows are sorted and pages begin; the number is unique."""
    first: dict[Order, ColumnElement[Any]] = {
        Order.NAME: Certificate.sort_name.expression,
        Order.UNTIL: Certificate.valid_until.expression,
        Order.NEWEST: Certificate.valid_from.expression,
    }
    return first[order], Certificate.id.expression


def _place(wish: Wish, day: date, shown: Certificate) -> int:
    """The number of the first row shown, counted from 1: as many rows as stand before it have to be counted."""
    if wish.position is None:
        return 1
    text, number = _keys(wish.order)
    here = select(text, number).where(number == shown.id).subquery()
    key, first = tuple_(text, number), select(*here.c).scalar_subquery()
    earlier = key > first if wish.order is Order.NEWEST else key < first
    query = select(Certificate).where(*conditions(wish, day), earlier)
    before = select(func.count()).select_from(query.subquery())
    return (db.session.scalar(before) or 0) + 1
