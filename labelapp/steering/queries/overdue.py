"""Everything that is late on a day, as one list."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, select, union_all
from sqlalchemy.orm import Bundle

from labelapp.accounts.models import User
from labelapp.certificates.surveillance.queries import known_to
from labelapp.certificates.surveillance.queries import visible_to as marks_visible_to
from labelapp.extensions import db
from labelapp.reviews.interests.shut import not_shut, visible_to
from labelapp.steering.queries.deadlines import OF_CASES, OF_HOLDERS, OF_SURVEILLANCE, Late
from labelapp.steering.scope import Scope
from labelapp.web.paging import Page, Position, read_page


class Sort(StrEnum):
    """Columns by which the list can be sorted."""

    DUE = "due"
    KIND = "kind"
    CASE = "case"
    WHO = "who"


@dataclass(frozen=True)
class Asked:
    """What the list is asked for."""

    kind: Late | None = None
    sort: Sort = Sort.DUE
    descending: bool = False
    position: Position | None = None


@dataclass(frozen=True)
class LateThing:
    """One row. `subject` is the id of what the kind is about; `who` a name or one of `Actor`."""

    kind: Late
    subject: int
    name: str
    language: str
    scheme_code: str
    who: str
    due_on: date


@dataclass(frozen=True)
class LateCount:
    """How many of a kind are late, and since when the first one is."""

    kind: Late
    count: int
    oldest: date


def list_overdue(user: User, scope: Scope, asked: Asked, day: date) -> Page[LateThing]:
    """A page of what is late in cases of which an officer may know, and about which they declared."""
    late = _late(user, day, visible_to(user), marks_visible_to(user))
    columns = (late.c.kind, late.c.subject, late.c.name, late.c.language, late.c.scheme_code, late.c.who)
    query: Select[Any] = select(Bundle("late", *columns, late.c.due_on)).where(*_narrowed(late, scope))
    if asked.kind is not None:
        query = query.where(late.c.kind == asked.kind.value)
    texts: dict[Sort, ColumnElement[Any]] = {
        Sort.DUE: late.c.due_on,
        Sort.KIND: late.c.kind,
        Sort.CASE: func.lower(late.c.name),
        Sort.WHO: late.c.who,
    }
    page = read_page(query, texts[asked.sort], late.c.key, asked.position, descending=asked.descending)
    return Page([LateThing(Late(row[0]), *row[1:]) for row in page.items], page.before, page.after)


def count_overdue(user: User, scope: Scope, day: date) -> list[LateCount]:
    """How much of each kind is late, in all cases that are not shut to the reader."""
    late = _late(user, day, not_shut(user), [known_to(user)])
    query = select(late.c.kind, func.count(), func.min(late.c.due_on)).where(*_narrowed(late, scope))
    found = {
        Late(kind): (number, oldest)
        for kind, number, oldest in db.session.execute(query.group_by(late.c.kind))
    }
    return [LateCount(kind, *found[kind]) for kind in Late if kind in found]


def _narrowed(late: Subquery, scope: Scope) -> list[ColumnElement[bool]]:
    codes = scope.codes
    return [] if codes is None else [late.c.scheme_code.in_(codes)]


def _late(
    user: User, day: date, cases: list[ColumnElement[bool]], marks: list[ColumnElement[bool]]
) -> Subquery:
    """All parts, by the rules of the lists of the house.

    `cases` are the conditions on cases, `marks` those on certificates with something to look at; of what else is
    about holders an officer knows without an interest in them.
    """
    groups = ((OF_CASES, cases), (OF_HOLDERS, [known_to(user)]), (OF_SURVEILLANCE, marks))
    parts = [part(day).where(*conditions) for group, conditions in groups for part in group]
    return union_all(*parts).subquery("late")
