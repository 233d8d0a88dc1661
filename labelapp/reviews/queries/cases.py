"""The secretariat's list of cases: submissions that wait for a review, and reviews in every state.

Only cases about which the reader has declared stand here; the others wait on a list of their own, see `interests`.
A submission that is examined again stands there once, with its re-examination.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, and_, false, func, literal, or_, select, type_coerce
from sqlalchemy.orm import joinedload, selectinload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from labelapp.reviews.interests.shut import visible_to
from labelapp.reviews.models import (
    Assignment,
    ConsensusScore,
    InterestDeclaration,
    Review,
    ReviewState,
    ScoreSheet,
)
from labelapp.reviews.reexamination.queries import latest_review

PAGE = 25
_LATE = date(9999, 12, 31)


class Stage(StrEnum):
    """Where a case stands: a submission without a review waits, the others are the states of a review."""

    WAITING = "waiting"
    ASSIGNING = "assigning"
    SCORING = "scoring"
    CONSENSUS = "consensus"
    COMMENTING = "commenting"
    REPORTED = "reported"


class Order(StrEnum):
    """Columns by which the list can be sorted."""

    DUE = "due"
    SUBMITTED = "submitted"
    CLUSTER = "cluster"


@dataclass(frozen=True)
class Wish:
    """What a reader asks of the list. `stage` None: everything that is not reported yet.

    `key` is the place from which to go on: the sort value and the submission of the row at the edge of the page
    before; `backwards` reads towards the start.
    """

    text: str = ""
    stage: Stage | None = None
    order: Order = Order.DUE
    descending: bool = False
    key: tuple[str, int] | None = None
    backwards: bool = False


@dataclass(frozen=True)
class CaseRow:
    """One case of the list."""

    submission_id: int
    submitted_at: datetime
    cluster: str
    cluster_language: str
    country: str
    scheme_code: str
    scheme_version: str
    stage: Stage
    review: Review | None
    agreed: int
    key: tuple[str, int]


@dataclass(frozen=True)
class Page:
    """A page of cases; `more` and `before` say whether there are others after and before it."""

    rows: list[CaseRow]
    more: bool
    before: bool


def _stage() -> ColumnElement[str]:
    return func.coalesce(type_coerce(Review.state, String), literal(Stage.WAITING.value))


def _due() -> ColumnElement[date]:
    return func.coalesce(Review.due_on, _LATE)


def _searched(text: str) -> list[ColumnElement[bool]]:
    text = text.strip()
    if not text:
        return []
    lower = func.lower(Cluster.name).contains(text.lower(), autoescape=True)
    return [or_(lower, Cluster.name.contains(text, autoescape=True))]


def stage_counts(user: User, text: str = "") -> dict[Stage, int]:
    """How many cases stand where, for the reader's search."""
    query = (
        select(Review.state, func.count(Submission.id))
        .select_from(Submission)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(Cluster, Cluster.id == Assessment.cluster_id)
        .outerjoin(Review, latest_review())
        .where(*visible_to(user), *_searched(text))
        .group_by(Review.state)
    )
    counts = dict.fromkeys(Stage, 0)
    for state, count in db.session.execute(query):
        counts[Stage(state.value) if state else Stage.WAITING] = count
    return counts


def _column(order: Order) -> ColumnElement[Any]:
    columns: dict[Order, ColumnElement[Any]] = {
        Order.DUE: _due(),
        Order.SUBMITTED: func.coalesce(Submission.submitted_at, Submission.submitted_at),
        Order.CLUSTER: func.lower(Cluster.name),
    }
    return columns[order]


def _bound(order: Order, text: str) -> Any:
    if order is Order.DUE:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).astimezone(UTC) if order is Order.SUBMITTED else text


def _beyond(wish: Wish, up: bool) -> ColumnElement[bool]:
    """The rows after the key in the direction of reading."""
    assert wish.key is not None
    column = _column(wish.order)
    try:
        bound = _bound(wish.order, wish.key[0])
    except (ValueError, OverflowError):
        return false()
    if up:
        return or_(column > bound, and_(column == bound, Submission.id > wish.key[1]))
    return or_(column < bound, and_(column == bound, Submission.id < wish.key[1]))


def list_cases(user: User, wish: Wish) -> Page:
    """One page of cases. The number of statements does not grow with the cases. An unreadable key finds nothing."""
    up = wish.descending == wish.backwards
    column = _column(wish.order)
    query = (
        select(
            Submission.id,
            Submission.submitted_at,
            Cluster.name,
            Cluster.name_language,
            Cluster.country,
            Assessment.scheme_code,
            Assessment.scheme_version,
            _stage().label("stage"),
            column.label("sort_value"),
            Review.id.label("review_id"),
        )
        .select_from(Submission)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(Cluster, Cluster.id == Assessment.cluster_id)
        .outerjoin(Review, latest_review())
        .where(*visible_to(user), *_searched(wish.text))
        .order_by(column.asc() if up else column.desc(), Submission.id.asc() if up else Submission.id.desc())
        .limit(PAGE + 1)
    )
    chosen = _stage() == wish.stage.value if wish.stage else _stage() != Stage.REPORTED.value
    query = query.where(chosen)
    if wish.key is not None:
        query = query.where(_beyond(wish, up))
    found = list(db.session.execute(query))
    rest, found = len(found) > PAGE, found[:PAGE]
    if wish.backwards:
        found.reverse()
    reviews = _reviews([row.review_id for row in found if row.review_id])
    agreed = _agreed(list(reviews))
    rows = [_row(row, reviews, agreed) for row in found]
    started = wish.key is not None
    return Page(rows, more=started if wish.backwards else rest, before=rest if wish.backwards else started)


def _row(row: Any, reviews: dict[int, Review], agreed: dict[int, int]) -> CaseRow:
    value = row.sort_value
    return CaseRow(
        submission_id=row.id,
        submitted_at=row.submitted_at,
        cluster=row.name,
        cluster_language=row.name_language,
        country=row.country,
        scheme_code=row.scheme_code,
        scheme_version=row.scheme_version,
        stage=Stage(row.stage),
        review=reviews.get(row.review_id),
        agreed=agreed.get(row.review_id, 0),
        key=(value.isoformat() if isinstance(value, date) else str(value), row.id),
    )


def _reviews(ids: Sequence[int]) -> dict[int, Review]:
    assignments = selectinload(Review.assignments)
    query = (
        select(Review)
        .where(Review.id.in_(ids))
        .options(
            assignments.joinedload(Assignment.user, innerjoin=True).lazyload(User.roles),
            assignments.joinedload(Assignment.sheet),
            assignments.joinedload(Assignment.objection),
            selectinload(Review.declarations).lazyload(InterestDeclaration.user),
        )
    )
    return {review.id: review for review in db.session.scalars(query)}


def _agreed(ids: Sequence[int]) -> dict[int, int]:
    """How many indicators are agreed since the sheets were locked, by review."""
    locked = (
        select(Assignment.review_id, func.max(ScoreSheet.locked_at).label("at"))
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(Assignment.ended_at.is_(None), Assignment.review_id.in_(ids))
        .group_by(Assignment.review_id)
        .subquery()
    )
    query = (
        select(ConsensusScore.review_id, func.count(func.distinct(ConsensusScore.indicator)))
        .join(locked, locked.c.review_id == ConsensusScore.review_id)
        .where(ConsensusScore.agreed_at >= locked.c.at)
        .group_by(ConsensusScore.review_id)
    )
    return dict(iter(db.session.execute(query)))


def startable(user: User, today: date) -> tuple[list[Review], int]:
    """Reviews that look for assessors, and how many cases are overdue on a day."""
    query = (
        select(Review)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(*visible_to(user), Review.state != ReviewState.REPORTED)
        .options(
            joinedload(Review.submission, innerjoin=True)
            .load_only(Submission.assessment_id)
            .joinedload(Submission.assessment, innerjoin=True)
            .joinedload(Assessment.cluster, innerjoin=True)
            .lazyload(Cluster.portfolios),
            selectinload(Review.assignments).options(
                joinedload(Assignment.user, innerjoin=True).lazyload(User.roles),
                joinedload(Assignment.objection),
            ),
            selectinload(Review.declarations).lazyload(InterestDeclaration.user),
        )
        .order_by(Review.id)
    )
    reviews = list(db.session.scalars(query))
    overdue = sum(review.due_on is not None and review.due_on < today for review in reviews)
    return [review for review in reviews if review.state is ReviewState.ASSIGNING], overdue


def horizon(day: date) -> date:
    """The usual last day of a review that is opened on a day: eight weeks later."""
    return day + timedelta(weeks=8)
