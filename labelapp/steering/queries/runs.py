"""The ways of cases through the house: when each reached what."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, AssessmentState, Submission
from labelapp.certificates.models import Certificate
from labelapp.clusters.models import Cluster
from labelapp.decisions.appeals.models import Appeal
from labelapp.decisions.models import Decision, Outcome
from labelapp.extensions import db, schemes
from labelapp.reviews.interests.shut import declared, not_shut
from labelapp.reviews.models import Assignment, ConsensusScore, Report, Review, ReviewState, ScoreSheet
from labelapp.reviews.policy import SCORING_ROLES
from labelapp.steering.scope import Scope

_AGREED = (ReviewState.COMMENTING, ReviewState.REPORTED)


@dataclass(frozen=True)
class Run:
    """One examination of a case, or a case that has none yet. Days are those of UTC.

    `reached` are the days for `durations.laps`. `started_on` and `submitted_on` are None for a re-examination, which
    starts nothing. `told` says that the reader declared about the case and may know whose it is.
    """

    review_id: int | None
    cluster: str
    language: str
    told: bool
    started_on: date | None
    submitted_on: date | None
    decided_on: date | None
    outcome: Outcome | None
    reached: tuple[date | None, ...]


def read_runs(user: User, scope: Scope) -> list[Run]:
    """All runs that go on, and those that ended in or after the period; one statement.

    None of a case that an interest shuts to the reader.
    """
    return [_run(row) for row in db.session.execute(_runs(user, scope))]


def _runs(user: User, scope: Scope) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Assessment.state,
        Assessment.started_at,
        Assessment.scheme_code,
        Assessment.scheme_version,
        Submission.submitted_at,
        Review.id.label("review_id"),
        Review.examination,
        Review.state.label("review_state"),
        Appeal.decided_at.label("reopened_at"),
        Report.finalised_at,
        Decision.decided_on,
        Decision.outcome,
        Certificate.issued_at,
        Cluster.name,
        Cluster.name_language,
        _of_scorers(func.count(Assignment.id)).label("scorers"),
        _of_scorers(func.max(Assignment.assigned_at)).label("assigned_at"),
        _of_scorers(func.max(ScoreSheet.locked_at)).label("locked_at"),
        _agreed_at().label("agreed_at"),
        declared(user).label("told"),
    )
    return _of_scope(select(*columns), scope).where(*not_shut(user)).order_by(Assessment.id, Review.id)


def count_shut(user: User, scope: Scope) -> int:
    """How many cases an interest of the reader keeps out of the figures."""
    shut = or_(*(~condition for condition in not_shut(user)))
    query = _of_scope(select(func.count(Submission.id.distinct())), scope).where(shut)
    return db.session.scalar(query) or 0


def _of_scope(query: Select[Any], scope: Scope) -> Select[Any]:
    """The tables of a run, and those runs that are not over or were not before the period."""
    return (
        query.select_from(Assessment)
        .join(Cluster, Cluster.id == Assessment.cluster_id)
        .outerjoin(Submission, Submission.assessment_id == Assessment.id)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .outerjoin(Appeal, Appeal.reexamination_id == Review.id)
        .outerjoin(Report, Report.review_id == Review.id)
        .outerjoin(Decision, Decision.review_id == Review.id)
        .outerjoin(Certificate, Certificate.decision_id == Decision.id)
        .where(*_concerned(scope))
    )


def _concerned(scope: Scope) -> list[ColumnElement[bool]]:
    since = datetime.combine(scope.period.first, time(), UTC)
    waits = and_(Decision.outcome == Outcome.AWARD, Certificate.id.is_(None))
    conditions: list[ColumnElement[bool]] = [
        or_(
            Decision.id.is_(None),
            Decision.decided_on >= scope.period.first,
            Certificate.issued_at >= since,
            waits,
        ),
        or_(Assessment.state != AssessmentState.CANCELLED, Assessment.started_at >= since),
    ]
    if (codes := scope.codes) is not None:
        conditions.append(Assessment.scheme_code.in_(codes))
    return conditions


def _of_scorers(figure: ColumnElement[Any]) -> Any:
    """A figure of those who score now in the review of the row."""
    return (
        select(figure)
        .select_from(Assignment)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Assignment.review_id == Review.id,
            Assignment.ended_at.is_(None),
            Assignment.role.in_(SCORING_ROLES),
        )
        .correlate(Review)
        .scalar_subquery()
    )


def _agreed_at() -> Any:
    query = select(func.max(ConsensusScore.agreed_at)).where(ConsensusScore.review_id == Review.id)
    return query.correlate(Review).scalar_subquery()


def _run(row: Row[Any]) -> Run:
    first = row.examination in (None, 1)
    return Run(
        review_id=row.review_id,
        cluster=row.name,
        language=row.name_language,
        told=row.told,
        started_on=row.started_at.date() if first else None,
        submitted_on=_day(row.submitted_at) if first else None,
        decided_on=row.decided_on,
        outcome=row.outcome,
        reached=_reached(row, first),
    )


def _reached(row: Row[Any], first: bool) -> tuple[date | None, ...]:
    """A re-examination begins on the day of the decision on the appeal, with looking for others.

    What was reached before a case went back to an earlier state does not count: it is reached again.
    """
    if row.state is AssessmentState.CANCELLED:
        return ()
    state = row.review_state
    seats = schemes().get(row.scheme_code, row.scheme_version).assessors.count
    staffed = row.scorers is not None and (state is not ReviewState.ASSIGNING or row.scorers >= seats)
    days = (
        _day(row.started_at) if first else None,
        _day(row.submitted_at if first else row.reopened_at),
        _day(row.assigned_at) if staffed else None,
        _day(row.locked_at) if state not in (ReviewState.ASSIGNING, ReviewState.SCORING) else None,
        _day(row.agreed_at) if state in _AGREED else None,
        _day(row.finalised_at),
        row.decided_on,
        _day(row.issued_at),
    )
    return days[:-1] if row.outcome is Outcome.REFUSE else days


def _day(moment: Any) -> date | None:
    return moment.date() if moment is not None else None
