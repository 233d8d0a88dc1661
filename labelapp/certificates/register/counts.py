"""How many labels each value of a filter would leave."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import String, cast, func, select

from labelapp.certificates.models import Certificate
from labelapp.certificates.register.queries import conditions
from labelapp.certificates.register.wishes import LEVELS, STATUSES, Group, Wish
from labelapp.certificates.status import in_force, status_expression
from labelapp.extensions import db


@dataclass(frozen=True)
class Counts:
    """How many rows each value of a filter would leave, all other filters being as they are."""

    levels: dict[str, int] = field(default_factory=dict)
    groups: dict[Group, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    portfolios: dict[str, int] = field(default_factory=dict)


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
    inner = select(value).where(*conditions(wish, day, without)).subquery()
    query = select(inner.c.value, func.count()).group_by(inner.c.value)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def in_force_by_level(day: date) -> dict[str, int]:
    """How many labels of each level are valid on a day."""
    query = select(Certificate.level, func.count()).where(in_force(day)).group_by(Certificate.level)
    counts = dict.fromkeys(reversed(LEVELS), 0)
    return counts | {row[0]: row[1] for row in db.session.execute(query)}
