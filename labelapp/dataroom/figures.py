"""Figures as of a day, each computed from the very rows that its page lists.

A member is counted from the day of joining until the day before leaving. "Last twelve months" begins the day after
the same day a year before and ends with the day itself, so that the members of a year before, less those who left,
and those who joined come to the members of the day.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import rfc8785
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from labelapp.clusters.models import Cluster
from labelapp.dataroom.columns import write_cell
from labelapp.dataroom.kinds import EVENTS, FINANCES, GROUPS, MEMBERS, PRESS, PROJECTS, STAFF, RecordKind
from labelapp.dataroom.models import Activity, Income, Member, Post, PostRole
from labelapp.extensions import db
from labelapp.schemes.figures import FIGURES
from labelapp.schemes.months import add_months
from labelapp.schemes.numbers import exact

Condition = ColumnElement[bool]
_NOTHING = literal("", String)
MEETINGS_OF_AN_ACTIVE_GROUP = 3


@dataclass(frozen=True)
class Figure:
    """A figure on a day: its value in the shape of the scheme format, and how many rows it was counted from."""

    code: str
    value: Any
    on: date
    rows: int


Figures = Mapping[str, Figure]


@dataclass(frozen=True)
class Rule:
    """How a figure is counted: which rows of a list, in which part each falls, and what each is worth."""

    kind: RecordKind
    rows: Callable[[date], Sequence[Condition]]
    part: Any = _NOTHING
    # The column that is added up; without one the rows are counted.
    added: Any = None
    places: int = 0
    # Without a row of the list the figure is unknown; with this, without a row of its own.
    only_with_rows: bool = field(default=False)


def _was_member(on: date) -> Condition:
    return and_(
        or_(Member.joined_on.is_(None), Member.joined_on <= on),
        or_(Member.left_on.is_(None), Member.left_on > on),
    )


def _committed(on: date) -> list[Condition]:
    return [Member.committed.is_(True), _was_member(on)]


def _within(column: Any, on: date, months: int) -> Condition:
    return and_(column > add_months(on, -months), column <= on)


def _in_team(on: date) -> list[Condition]:
    running = or_(Post.until_on.is_(None), Post.until_on >= on)
    return [Post.role != PostRole.PROJECT, Post.from_on <= on, running]


def _left_team(on: date) -> list[Condition]:
    """The last day lies in the 24 months before the day, so that whoever works on it still belongs to the team."""
    since = add_months(on, -24)
    return [Post.role != PostRole.PROJECT, Post.until_on >= since, Post.until_on < on]


def _running(on: date) -> Condition:
    return and_(Activity.held_on <= on, or_(Activity.until_on.is_(None), Activity.until_on >= on))


def _active_groups(on: date) -> list[Condition]:
    return [_running(on), Activity.count >= MEETINGS_OF_AN_ACTIVE_GROUP, Activity.who != ""]


def _joint_projects(on: date) -> list[Condition]:
    recent = or_(Activity.until_on.is_(None), Activity.until_on > add_months(on, -24))
    return [Activity.held_on <= on, recent, Activity.count >= 2]


def _press(sort: str, months: int) -> Rule:
    return Rule(PRESS, lambda on: [Activity.sort == sort, _within(Activity.held_on, on, months)])


_TYPE_OF_MEMBER = case(
    (Member.kind.in_(["research", "education"]), "research"),
    (Member.kind.in_(["association", "finance", "other"]), "finance_others"),
    else_=cast(Member.kind, String),
)
RULES: dict[str, Rule] = {
    "members.listed": Rule(MEMBERS, lambda on: [_was_member(on)]),
    "members.committed": Rule(MEMBERS, _committed),
    "members.types": Rule(MEMBERS, _committed, part=_TYPE_OF_MEMBER),
    "members.year_before": Rule(MEMBERS, lambda on: _committed(add_months(on, -12))),
    "members.joined": Rule(
        MEMBERS, lambda on: [Member.committed.is_(True), _within(Member.joined_on, on, 12)]
    ),
    "members.left": Rule(MEMBERS, lambda on: [Member.committed.is_(True), _within(Member.left_on, on, 12)]),
    "members.abroad": Rule(MEMBERS, lambda on: [*_committed(on), Member.country != Cluster.country]),
    "members.counted_on": Rule(MEMBERS, _committed),
    "staff.fte": Rule(STAFF, _in_team, added=Post.fte, places=3),
    "staff.persons": Rule(STAFF, _in_team),
    "staff.left": Rule(STAFF, _left_team),
    "staff.training_days": Rule(STAFF, _in_team, added=Post.training_days, places=2),
    "finances.income": Rule(
        FINANCES,
        lambda on: [Income.year == on.year - 1],
        part=cast(Income.source, String),
        added=Income.amount,
        places=2,
        only_with_rows=True,
    ),
    "events.held": Rule(
        EVENTS,
        lambda on: [Activity.sort != "service", _within(Activity.held_on, on, 12)],
        part=Activity.sort,
    ),
    "groups.active": Rule(GROUPS, _active_groups),
    "projects.joint": Rule(PROJECTS, _joint_projects),
    "press.regional": _press("regional", 12),
    "press.wider": _press("wider", 12),
    "press.stories": _press("story", 24),
}


def rows_of(kind: RecordKind) -> list[Condition]:
    """Which rows of a table belong to a list."""
    return [getattr(kind.model, name) == value for name, value in kind.fixed.items()]


def figures_of(cluster: Cluster, on: date, codes: Collection[str] | None = None) -> dict[str, Figure]:
    """The figures of one data room as of a day, by code; of `codes` alone, where they are given. One statement."""
    return figures_of_each([cluster], on, codes)[cluster.id]


def figures_of_each(
    clusters: Iterable[Cluster], on: date, codes: Collection[str] | None = None
) -> dict[int, dict[str, Figure]]:
    """The same for several, by id of the cluster organisation. A figure whose list is empty is left out."""
    wanted = sorted({cluster.id for cluster in clusters})
    asked = frozenset(RULES if codes is None else codes)
    found: dict[tuple[int, str], dict[str, tuple[int, int]]] = {}
    if wanted and asked:
        for cluster_id, code, part, amount, rows in db.session.execute(
            _counting(asked, on), {"clusters": wanted}
        ):
            found.setdefault((cluster_id, code), {})[part] = (int(amount), rows)
    return {one: _figures(one, asked, found, on) for one in wanted}


@lru_cache(maxsize=256)
def _counting(codes: frozenset[str], on: date) -> CompoundSelect[Any]:
    """Put together once a day: an autosave asks for the figures of its indicator at every pause in typing."""
    rules = {code: rule for code, rule in RULES.items() if code in codes}
    lists = {rule.kind.code: rule.kind for rule in rules.values()}
    presence = [_aggregate(code, Rule(kind, lambda _on: []), on) for code, kind in lists.items()]
    return union_all(*presence, *(_aggregate(code, rule, on) for code, rule in rules.items()))


def _aggregate(code: str, rule: Rule, on: date) -> Select[Any]:
    model, part = rule.kind.model, rule.part
    amount = func.count() if rule.added is None else func.coalesce(func.sum(_scaled(rule.added)), 0)
    query = select(
        model.cluster_id,
        literal(code, String).label("code"),
        part.label("part"),
        cast(amount, BigInteger).label("amount"),
        func.count().label("rows"),
    ).join(Cluster, Cluster.id == model.cluster_id)
    chosen = model.cluster_id.in_(bindparam("clusters", expanding=True))
    query = query.where(chosen, *rows_of(rule.kind), *rule.rows(on))
    return query.group_by(model.cluster_id, *([] if part is _NOTHING else [part]))


def _scaled(column: Any) -> ColumnElement[int]:
    """An exact column as the whole number that the database keeps."""
    return type_coerce(column, BigInteger)


def _figures(
    cluster_id: int, codes: frozenset[str], found: Mapping[tuple[int, str], Any], on: date
) -> dict[str, Figure]:
    figures = {}
    for code, rule in RULES.items():
        if code not in codes:
            continue
        counted = found.get((cluster_id, code), {})
        if (cluster_id, rule.kind.code) not in found or (rule.only_with_rows and not counted):
            continue
        rows = sum(number for _amount, number in counted.values())
        figures[code] = Figure(code, _value(code, rule, counted, on), on, rows)
    return figures


def _value(code: str, rule: Rule, counted: Mapping[str, tuple[int, int]], on: date) -> Any:
    known = FIGURES[code]
    amounts = {part: Fraction(amount, 10**rule.places) for part, (amount, _rows) in counted.items()}
    match known.type:
        case "date":
            return on.isoformat()
        case "counts":
            return {part: int(amounts.get(part, 0)) for part in known.parts}
        case "money":
            return {part: exact(amounts.get(part, Fraction(0))) for part in known.parts}
        case "decimal":
            return exact(sum(amounts.values(), Fraction(0)))
        case _:
            return int(sum(amounts.values(), Fraction(0)))


def source_query(cluster: Cluster, code: str, on: date) -> Select[Any]:
    """The very rows that a figure was counted from, each with the part in which it falls."""
    rule = RULES[code]
    model = rule.kind.model
    return (
        select(model)
        .join(Cluster, Cluster.id == model.cluster_id)
        .where(model.cluster_id == cluster.id, *rows_of(rule.kind), *rule.rows(on))
    )


def source_digest(cluster: Cluster, code: str, on: date) -> str:
    """SHA-256 (hex) over the canonical JSON of the rows of a figure; the same rows give the same, in any database."""
    rows = db.session.scalars(source_query(cluster, code, on).order_by(RULES[code].kind.model.id))
    columns = RULES[code].kind.columns
    content = [
        [row.id, *(write_cell(column, getattr(row, column.name)) for column in columns)] for row in rows
    ]
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()
