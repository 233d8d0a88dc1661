"""How much experts have to do, and how long it takes them. Nothing about what they score."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from typing import Any, TypeVar

from sqlalchemy import Row, Select, or_, select

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.extensions import db
from labelapp.reviews.interests.shut import not_shut
from labelapp.reviews.models import (
    AssessorProfile,
    AssessorRole,
    Assignment,
    Ending,
    Review,
    ReviewState,
    ScoreSheet,
)
from labelapp.steering.durations import quartiles
from labelapp.steering.scope import Scope

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Part:
    """One assignment as it counts: open today, or locked or declined in the period. `days` from nomination to lock."""

    user_id: int
    name: str
    country: str
    open: bool
    days: int | None
    declined: bool


@dataclass(frozen=True)
class Load:
    """The figures of an expert, or of the experts of a country: `median` days from nomination to the locked sheet."""

    user_id: int | None
    name: str
    country: str
    people: int
    open: int
    finished: int
    median: Fraction | None
    declined: int


def read_parts(user: User, scope: Scope) -> list[Part]:
    """The assignments that count, without those in cases that an interest shuts to the reader; one statement."""
    since, until = _moments(scope)
    parts = [_part(row, since, until) for row in db.session.execute(_assignments(user, scope, since))]
    return [part for part in parts if part.open or part.days is not None or part.declined]


def _moments(scope: Scope) -> tuple[datetime, datetime]:
    """The first moment of the period, and the first after it."""
    after = scope.period.last + timedelta(days=1)
    return datetime.combine(scope.period.first, time(), UTC), datetime.combine(after, time(), UTC)


def _assignments(user: User, scope: Scope, since: datetime) -> Select[Any]:
    runs = Assignment.ended_at.is_(None) & (Review.state != ReviewState.REPORTED)
    columns: tuple[Any, ...] = (
        Assignment.user_id,
        Assignment.assigned_at,
        Assignment.ended_at,
        Assignment.ending,
        Review.state,
        ScoreSheet.locked_at,
        User.name,
        AssessorProfile.country,
    )
    query = (
        select(*columns)
        .select_from(Assignment)
        .join(User, User.id == Assignment.user_id)
        .join(Review, Review.id == Assignment.review_id)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == Assignment.user_id)
        .where(
            *not_shut(user),
            Assignment.role != AssessorRole.OBSERVER,
            or_(runs, ScoreSheet.locked_at >= since, Assignment.ended_at >= since),
        )
        .order_by(Assignment.id)
    )
    codes = scope.codes
    return query if codes is None else query.where(Assessment.scheme_code.in_(codes))


def _part(row: Row[Any], since: datetime, until: datetime) -> Part:
    def falls_within(moment: datetime | None) -> bool:
        return moment is not None and since <= moment < until

    locked = falls_within(row.locked_at)
    return Part(
        user_id=row.user_id,
        name=row.name,
        country=row.country or "",
        open=row.ended_at is None and row.state is not ReviewState.REPORTED,
        days=(row.locked_at.date() - row.assigned_at.date()).days if locked else None,
        declined=row.ending is Ending.DECLINED and falls_within(row.ended_at),
    )


def by_expert(parts: Iterable[Part]) -> list[Load]:
    """The figures of each expert, those with the most open assignments first."""
    found = [
        _load(rows, rows[0].user_id, rows[0].name, rows[0].country)
        for rows in _grouped(parts, lambda part: part.user_id).values()
    ]
    return sorted(found, key=lambda load: (-load.open, -load.finished, load.name, load.user_id or 0))


def by_country(parts: Iterable[Part]) -> list[Load]:
    """The figures of the experts of each country, by its code; those without a profile stand under an empty one."""
    groups = _grouped(parts, lambda part: part.country)
    return [_load(groups[country], None, "", country) for country in sorted(groups)]


def _grouped(parts: Iterable[Part], key: Callable[[Part], Key]) -> dict[Key, list[Part]]:
    found: dict[Key, list[Part]] = {}
    for part in parts:
        found.setdefault(key(part), []).append(part)
    return found


def _load(parts: list[Part], user_id: int | None, name: str, country: str) -> Load:
    days = [part.days for part in parts if part.days is not None]
    return Load(
        user_id=user_id,
        name=name,
        country=country,
        people=len({part.user_id for part in parts}),
        open=sum(part.open for part in parts),
        finished=len(days),
        median=quartiles(days)[1],
        declined=sum(part.declined for part in parts),
    )
