"""How many labels each value of a filter would leave.

All rows are counted once, by level, country, fields and status, whenever the register has changed and at midnight; what
is counted is remembered in each process. From this table every combination of filters is added up in memory. Only a
search for words has to look at all rows.
"""

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import String, cast, func, select

from labelapp.certificates.models import Certificate
from labelapp.certificates.register.filters import listed, searched
from labelapp.certificates.register.version import register_version
from labelapp.certificates.register.wishes import LEVELS, STATUSES, Group, Wish
from labelapp.certificates.status import IN_FORCE, status_expression
from labelapp.extensions import db
from labelapp.schemes.validity import Status

_KEPT = "counted certificates"


@dataclass(frozen=True)
class Counts:
    """How many rows each value of a filter would leave, all other filters being as they are.

    `in_force` counts the labels that hold, by country, whatever country or status is asked for; `total` is how many
    rows the wish leaves.
    """

    total: int = 0
    levels: dict[str, int] = field(default_factory=dict)
    groups: dict[Group, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    portfolios: dict[str, int] = field(default_factory=dict)
    in_force: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Tally:
    """How many certificates agree in everything by which the register is filtered."""

    level: str
    country: str
    portfolios: tuple[str, ...]
    status: Status
    count: int


def count_values(wish: Wish, day: date) -> Counts:
    """The counts beside the filters."""
    tallies = _counted(wish.text, day) if wish.text else _remembered(day)
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
    )


def in_force_by_level(day: date) -> dict[str, int]:
    """How many labels of each level are valid on a day."""
    held = [one for one in _remembered(day) if one.status in IN_FORCE]
    return dict.fromkeys(reversed(LEVELS), 0) | _sum(held, lambda one: [one.level])


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


def _remembered(day: date) -> tuple[_Tally, ...]:
    """The table of all rows, counted anew only when the register is no longer what it was, or on another day."""
    key = (register_version().event, day)
    kept = current_app.extensions.get(_KEPT)
    if kept is None or kept[0] != key:
        kept = current_app.extensions[_KEPT] = (key, _counted("", day))
    found: tuple[_Tally, ...] = kept[1]
    return found


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
        _Tally(row[0], row[1], tuple(json.loads(row[2])), Status(row[3]), row[4])
        for row in db.session.execute(query)
    )
