"""Where the clusters of a remit stand. A partner learns the step of a case, never what is in it or how it ended.

A cluster may hold a label and be on its way to another one, so it may stand in two states.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Label, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from labelapp.assessments.models import Assessment, AssessmentState, Submission
from labelapp.certificates.models import Certificate
from labelapp.certificates.status import in_force, status_expression
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner
from labelapp.consortium.remit import each_in_remit, in_programme, in_remit
from labelapp.decisions.models import Decision
from labelapp.extensions import db, schemes
from labelapp.reviews.models import Review, ReviewState
from labelapp.schemes.validity import Status
from labelapp.web.paging import Page, Position, read_page

_OPEN = (AssessmentState.DRAFT, AssessmentState.AWAITING_CONFIRMATION)
Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])
_EXAMINED = (ReviewState.SCORING, ReviewState.CONSENSUS, ReviewState.COMMENTING)


class State(StrEnum):
    """The steps of a running case, and what comes before and after one."""

    SELF_ASSESSMENT = "self_assessment"
    SUBMITTED = "submitted"
    REVIEW = "review"
    BOARD = "board"
    HOLDER = "holder"
    RENEWABLE = "renewable"
    NEVER = "never"
    IDLE = "idle"


RUNNING = (State.SELF_ASSESSMENT, State.SUBMITTED, State.REVIEW, State.BOARD)
MARKED = tuple(state for state in State if state is not State.IDLE)


def condition(state: State, day: date) -> ColumnElement[bool]:
    """Whether a cluster stands in a state on a day."""
    found: dict[State, ColumnElement[bool]] = {
        State.SELF_ASSESSMENT: _has_assessment(Assessment.state.in_(_OPEN)),
        State.SUBMITTED: _has_case(
            and_(Submission.id.is_not(None), or_(Review.id.is_(None), Review.state == ReviewState.ASSIGNING))
        ),
        State.REVIEW: _has_case(Review.state.in_(_EXAMINED)),
        State.BOARD: _has_case(and_(Review.state == ReviewState.REPORTED, Decision.id.is_(None))),
        State.HOLDER: _has_certificate(in_force(day)),
        State.RENEWABLE: _has_certificate(status_expression(day) == Status.EXPIRED_RENEWABLE.value),
        State.NEVER: and_(
            not_(_has_assessment(Assessment.state != AssessmentState.CANCELLED)), not_(_has_certificate())
        ),
    }
    if state is State.IDLE:
        return not_(or_(*found.values()))
    return found[state]


def states_of_each(day: date) -> list[Label[bool]]:
    """A column for each state but `IDLE`, which is where none of them holds."""
    return [condition(state, day).label(state.value) for state in MARKED]


def _has_assessment(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Assessment.cluster_id == Cluster.id, which)


def _has_certificate(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Certificate.cluster_id == Cluster.id, *which)


def _has_case(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """A case of which this holds."""
    return (
        _cases(select(Assessment.id), and_(Assessment.cluster_id == Cluster.id, which))
        .correlate(Cluster)
        .exists()
    )


def _cases(query: Query, which: ColumnElement[bool]) -> Query:
    """Self-assessments with what followed; of two examinations the second one counts."""
    later = aliased(Review)
    second = exists().where(later.submission_id == Submission.id, later.examination > Review.examination)
    return (
        query.select_from(Assessment)
        .outerjoin(Submission, Submission.assessment_id == Assessment.id)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .outerjoin(Decision, Decision.review_id == Review.id)
        .where(not_(second.correlate(Submission, Review)), which)
    )


@dataclass(frozen=True)
class ClusterRequest:
    """What the list of the clusters of a remit is asked for."""

    search: str = ""
    country: str = ""
    programme: int | None = None
    state: State | None = None
    position: Position | None = None


@dataclass(frozen=True)
class Standing:
    """A cluster with its states, the levels of the cases that run, and its certificate in force or renewable."""

    cluster: Cluster
    states: tuple[State, ...]
    levels: tuple[str, ...] = ()
    certificate: Certificate | None = None


@dataclass(frozen=True)
class StandingPage:
    """A part of the list, with the positions of the parts before and after it."""

    items: list[Standing] = field(default_factory=list)
    before: str = ""
    after: str = ""


def standings(partner: Partner, asked: ClusterRequest, day: date) -> StandingPage:
    """A page of the clusters of a remit by name. Four statements, however many there are."""
    page: Page[Cluster] = read_page(
        _matching(select(Cluster).where(each_in_remit(partner, Cluster.id)), asked, day),
        Cluster.name.expression,  # an index has this order: a page is as quick from many clusters as from few
        Cluster.id.expression,
        asked.position,
    )
    numbers = [cluster.id for cluster in page.items]
    states, levels, held = _states(numbers, day), _running_levels(numbers), _held(numbers, day)
    items = [
        Standing(one, states[one.id], tuple(levels.get(one.id, ())), held.get(one.id)) for one in page.items
    ]
    return StandingPage(items, page.before, page.after)


def count_standings(partner: Partner, asked: ClusterRequest, day: date) -> int:
    """How many clusters search and filters leave."""
    query = select(func.count(Cluster.id)).where(in_remit(partner))
    return db.session.scalar(_matching(query, asked, day)) or 0


def _matching(query: Select[Any], asked: ClusterRequest, day: date) -> Select[Any]:
    if asked.country:
        query = query.where(Cluster.country == asked.country)
    if asked.programme is not None:
        query = query.where(in_programme(asked.programme))
    if asked.state is not None:
        query = query.where(condition(asked.state, day))
    for word in asked.search.lower().split():
        columns = (Cluster.name, Cluster.place)
        query = query.where(or_(*(func.lower(one).contains(word, autoescape=True) for one in columns)))
    return query


def _states(numbers: Sequence[int], day: date) -> dict[int, tuple[State, ...]]:
    rows = db.session.execute(select(Cluster.id, *states_of_each(day)).where(Cluster.id.in_(numbers)))
    found = {row.id: tuple(state for state in MARKED if getattr(row, state.value)) for row in rows}
    return {number: states or (State.IDLE,) for number, states in found.items()}


def _running_levels(numbers: Sequence[int]) -> dict[int, list[str]]:
    """The levels of the cases that run, by cluster: those that are not decided and not cancelled."""
    undecided = and_(
        Assessment.cluster_id.in_(numbers),
        Assessment.state != AssessmentState.CANCELLED,
        Decision.id.is_(None),
    )
    query = select(Assessment.cluster_id, Assessment.scheme_code, Assessment.scheme_version)
    found: dict[int, list[str]] = {}
    for cluster_id, code, version in db.session.execute(_cases(query, undecided).order_by(Assessment.id)):
        found.setdefault(cluster_id, []).append(schemes().get(code, version).level)
    return found


def _held(numbers: Sequence[int], day: date) -> dict[int, Certificate]:
    """For each cluster its certificate that holds or may be renewed; of several the one that ends last."""
    counts = or_(in_force(day), status_expression(day) == Status.EXPIRED_RENEWABLE.value)
    query = (
        select(Certificate)
        .where(Certificate.cluster_id.in_(numbers), counts)
        .order_by(Certificate.valid_until, Certificate.id)
    )
    return {certificate.cluster_id: certificate for certificate in db.session.scalars(query)}
