"""How many labels each value of a filter would leave.

All rows are counted once, by level, country, fields and status, whenever the register has changed and at midnight. From
this table each combination of filters is added up in memory, once. Both are remembered in each process; only a search
for words looks at all rows whenever it is asked.
"""

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import String, cast, func, select

from labelapp.certificates.models import Certificate
from labelapp.certificates.register.filters import listed, searched
from labelapp.certificates.register.version import register_version
from labelapp.certificates.register.wishes import LEVELS, STATUSES, Group, Order, Wish
from labelapp.certificates.status import IN_FORCE, status_expression
from labelapp.extensions import db
from labelapp.schemes.validity import Status

MEMORY = "counts of the register"
_MOST = 1000


@dataclass(frozen=True)
class Counts:
    """How many rows each value of a filter would leave, all other filters being as they are.

    `in_force` counts the labels that hold, by country, whatever country or status is asked for, and
    `in_force_by_level` the same by level. `total` is how many rows the wish leaves.
    """

    total: int = 0
    levels: dict[str, int] = field(default_factory=dict)
    groups: dict[Group, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    portfolios: dict[str, int] = field(default_factory=dict)
    in_force: dict[str, int] = field(default_factory=dict)
    in_force_by_level: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Tally:
    """How many certificates agree in everything by which the register is filtered."""

    level: str
    country: str
    portfolios: tuple[str, ...]
    status: Status
    count: int


@dataclass
class _Memory:
    """What is remembered of one state of the register on one day."""

    state: tuple[str, date]
    tallies: tuple[_Tally, ...]
    added_up: dict[Wish, Counts] = field(default_factory=dict)


def count_values(wish: Wish, day: date) -> Counts:
    """The counts beside the filters."""
    if wish.text:
        return _add_up(_counted(wish.text, day), wish)
    memory, asked = _remembered(day), replace(wish, order=Order.NAME, position=None)
    if asked not in memory.added_up:
        if len(memory.added_up) >= _MOST:
            memory.added_up.clear()
        memory.added_up[asked] = _add_up(memory.tallies, wish)
    return memory.added_up[asked]


def _add_up(tallies: Sequence[_Tally], wish: Wish) -> Counts:
    statuses = _sum(_left(tallies, wish, "status"), lambda one: [one.status])
    held = [one for one in _left(tallies, wish, "status", "country") if one.status in IN_FORCE]
    return Counts(
        total=sum(one.count for one in _left(tallies, wish)),
        levels=_sum(_left(tallies, wish, "level"), lambda one: [one.level]),
        groups={
            group: sum(statuses.get(status, 0) for status in members) for group, members in STATUSES.items()
        },
        countries=_sum(_left(tallies, wish, "country"), lambda one: [one.country]),
        portfolios=_sum(_left(tallies, wish, "field"), lambda one: one.portfolios),
        in_force=_sum(held, lambda one: [one.country]),
        in_force_by_level=_sum(held, lambda one: [one.level]),
    )


def in_force_by_level(day: date) -> dict[str, int]:
    """How many labels of each level are valid on a day."""
    return dict.fromkeys(reversed(LEVELS), 0) | count_values(Wish(), day).in_force_by_level


def _left(tallies: Iterable[_Tally], wish: Wish, *without: str) -> list[_Tally]:
    """What a wish leaves, without some of its filters. `filters.conditions` says the same to the database."""
    return [
        one
        for one in tallies
        if ("level" in without or not wish.levels or one.level in wish.levels)
        and ("status" in without or one.status in wish.statuses)
        and ("country" in without or not wish.country or one.country == wish.country)
        and ("field" in without or not wish.portfolio or wish.portfolio in one.portfolios)
    ]


def _sum(tallies: Iterable[_Tally], values: Callable[[_Tally], Iterable[Hashable]]) -> dict[Any, int]:
    found: Counter[Hashable] = Counter()
    for one in tallies:
        for value in values(one):
            found[value] += one.count
    return dict(found)


def _remembered(day: date) -> _Memory:
    """All rows counted, anew only when the register is no longer what it was, or on another day."""
    state = (register_version().event, day)
    memory: _Memory | None = current_app.extensions.get(MEMORY)
    if memory is None or memory.state != state:
        memory = current_app.extensions[MEMORY] = _Memory(state, _counted("", day))
    return memory


def _counted(text: str, day: date) -> tuple[_Tally, ...]:
    columns = (
        Certificate.level.label("level"),
        Certificate.country.label("country"),
        cast(Certificate.portfolios, String).label("fields"),
        status_expression(day).label("status"),
    )
    inner = select(*columns).where(listed(day), *searched(text)).subquery()
    query = select(*inner.c, func.count()).group_by(*inner.c)
    return tuple(
        _Tally(row[0], row[1], tuple(sorted(json.loads(row[2]))), Status(row[3]), row[4])
        for row in db.session.execute(query)
    )
