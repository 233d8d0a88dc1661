"""Reading self-assessments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, and_, bindparam, case, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.assessments.models import (
    Answer,
    AnswerChange,
    AnswerOrigin,
    Assessment,
    AssessmentState,
    Carry,
    EvidenceLink,
    Submission,
)
from labelapp.clusters.models import Cluster, TeamMember
from labelapp.events.models import Event
from labelapp.evidence.models import Document, Revision
from labelapp.extensions import db, schemes
from labelapp.schemes.answers import consulted
from labelapp.schemes.definition import Indicator, Scheme

_ANSWER = cast(Table, Answer.__table__)
OPEN_STATES = (AssessmentState.DRAFT, AssessmentState.AWAITING_CONFIRMATION)


@dataclass(frozen=True)
class Given:
    """A stored answer as it stands: its content, how often it changed, and who changed it last."""

    indicator: str
    field: str
    content: dict[str, Any]
    version: int
    changed_at: datetime
    author_id: int
    author: str
    origin: AnswerOrigin
    to_confirm: bool


Answers = dict[str, dict[str, Any]]
GivenAnswers = dict[tuple[str, str], Given]


@dataclass(frozen=True)
class Place:
    """One indicator of one self-assessment."""

    assessment: Assessment
    scheme: Scheme
    indicator: Indicator

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.assessment.cluster


def find_assessment(assessment_id: int) -> Assessment | None:
    """A self-assessment with its cluster organisation and that one's team. One statement."""
    found = db.session.scalars(_BY_ID, {"assessment_id": assessment_id})
    return found.unique().one_or_none()


def _with_team() -> Select[Assessment]:
    cluster = joinedload(Assessment.cluster, innerjoin=True)
    return select(Assessment).options(cluster.joinedload(Cluster.team), cluster.lazyload(Cluster.portfolios))


# Every page of a self-assessment begins with it, so it is put together once.
_BY_ID = _with_team().where(Assessment.id == bindparam("assessment_id"))


def find_place(assessment_id: int, code: str) -> Place | None:
    """An indicator of a self-assessment; None when either does not exist."""
    assessment = find_assessment(assessment_id)
    if assessment is None:
        return None
    scheme = scheme_of(assessment)
    indicator = scheme.indicators.get(code)
    return Place(assessment, scheme, indicator) if indicator else None


def scheme_of(assessment: Assessment) -> Scheme:
    """The version of the scheme with which a self-assessment was started. Raises UnknownScheme."""
    return schemes().get(assessment.scheme_code, assessment.scheme_version)


def _given() -> Select[Any]:
    return select(
        Answer.assessment_id,
        Answer.indicator,
        Answer.field,
        Answer.content,
        Answer.version,
        Answer.changed_at,
        Answer.changed_by_id,
        User.name,
        Answer.origin,
        Answer.to_confirm,
    ).join(User, User.id == Answer.changed_by_id)


def given_answers(assessment: Assessment) -> GivenAnswers:
    """Every stored answer by (indicator, field), emptied ones included."""
    rows = db.session.execute(_given().where(Answer.assessment_id == assessment.id))
    return {(row.indicator, row.field): Given(*row[1:]) for row in rows}


def given_answer(assessment: Assessment, indicator: str, field: str) -> Given | None:
    """One stored answer as the database has it now."""
    row = db.session.execute(
        _given().where(
            Answer.assessment_id == assessment.id, Answer.indicator == indicator, Answer.field == field
        )
    ).one_or_none()
    return Given(*row[1:]) if row else None


def as_answers(given: Iterable[Given]) -> Answers:
    """Answers in the shape of the scheme format; emptied and invalid ones are left out."""
    answers: Answers = {}
    for one in given:
        if one.content["value"] is not None:
            answers.setdefault(one.indicator, {})[one.field] = one.content["value"]
    return answers


def answers_of(assessment: Assessment) -> Answers:
    """`{indicator: {field: value}}` of a self-assessment, in the shape of the scheme format."""
    return as_answers(given_answers(assessment).values())


def contents_of_versions(
    assessment: Assessment, versions: Iterable[tuple[str, str, int]]
) -> dict[tuple[str, str, int], dict[str, Any]]:
    """What answers were in earlier versions, by (indicator, field, version); versions that never were are left out."""
    key = tuple_(AnswerChange.indicator, AnswerChange.field, AnswerChange.version)
    query = select(AnswerChange).where(AnswerChange.assessment_id == assessment.id, key.in_(sorted(versions)))
    return {(one.indicator, one.field, one.version): one.content for one in db.session.scalars(query)}


_CONTENTS = select(_ANSWER.c.indicator, _ANSWER.c.field, _ANSWER.c.content).where(
    _ANSWER.c.assessment_id == bindparam("assessment_id"),
    _ANSWER.c.indicator.in_(bindparam("indicators", expanding=True)),
)


def contents_for(place: Place) -> dict[tuple[str, str], dict[str, Any]]:
    """The contents of the answers that count for one indicator, its own and those that it takes over."""
    indicators = sorted(consulted(place.scheme, place.indicator))
    rows = db.session.connection().execute(
        _CONTENTS, {"assessment_id": place.assessment.id, "indicators": indicators}
    )
    return {(row.indicator, row.field): row.content for row in rows}


def given_answers_of_each(assessments: Sequence[Assessment]) -> dict[int, GivenAnswers]:
    """`given_answers` for several self-assessments by id, in one statement."""
    found: dict[int, GivenAnswers] = {assessment.id: {} for assessment in assessments}
    if found:
        for row in db.session.execute(_given().where(Answer.assessment_id.in_(found))):
            found[row.assessment_id][row.indicator, row.field] = Given(*row[1:])
    return found


def evidence_links(assessment: Assessment) -> list[EvidenceLink]:
    """All evidence of a self-assessment with its documents, in the order in which it was offered."""
    document = joinedload(EvidenceLink.document, innerjoin=True)
    query = (
        select(EvidenceLink)
        .where(EvidenceLink.assessment_id == assessment.id)
        .options(
            document.lazyload(Document.cluster),
            document.selectinload(Document.revisions)
            .joinedload(Revision.uploaded_by, innerjoin=True)
            .lazyload(User.roles),
        )
        .order_by(EvidenceLink.id)
    )
    return list(db.session.scalars(query))


def links_to_confirm(assessments: Sequence[Assessment]) -> dict[int, dict[str, int]]:
    """How many documents wait for a confirmation: by self-assessment, then by indicator. One statement."""
    query = (
        select(EvidenceLink.assessment_id, EvidenceLink.indicator, func.count())
        .where(
            EvidenceLink.assessment_id.in_([one.id for one in assessments]), EvidenceLink.to_confirm.is_(True)
        )
        .group_by(EvidenceLink.assessment_id, EvidenceLink.indicator)
    )
    found: dict[int, dict[str, int]] = {one.id: {} for one in assessments}
    for assessment_id, indicator, count in db.session.execute(query) if assessments else ():
        found[assessment_id][indicator] = count
    return found


def documents_of(cluster: Cluster) -> list[Document]:
    """The documents of a cluster organisation that can be offered as evidence, newest first."""
    query = select(Document).where(Document.cluster_id == cluster.id, Document.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(Document.uploaded_at.desc(), Document.id.desc())))


def assessments_of(clusters: Sequence[Cluster]) -> list[Assessment]:
    """All self-assessments of these cluster organisations, newest first, with the day of submission loaded."""
    query = (
        select(Assessment)
        .where(Assessment.cluster_id.in_([cluster.id for cluster in clusters]))
        .options(joinedload(Assessment.submission).load_only(Submission.submitted_at))
        .order_by(Assessment.started_at.desc(), Assessment.id.desc())
    )
    return list(db.session.scalars(query)) if clusters else []


def open_assessments_of(user: User) -> list[Assessment]:
    """The self-assessments under way in a person's teams, with cluster organisation and team."""
    teams = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    query = _with_team().where(Assessment.cluster_id.in_(teams), Assessment.state.in_(OPEN_STATES))
    return list(db.session.scalars(query.order_by(Assessment.id)).unique())


def submission_of(assessment: Assessment) -> Submission | None:
    """The frozen submission of a self-assessment, with who confirmed it."""
    confirmed_by = joinedload(Submission.confirmed_by, innerjoin=True).lazyload(User.roles)
    query = select(Submission).where(Submission.assessment_id == assessment.id).options(confirmed_by)
    return db.session.scalars(query).one_or_none()


def previous_submission(assessment: Assessment) -> Submission | None:
    """The submission from which a self-assessment started, else the newest earlier one under the same scheme."""
    carried = select(Carry.submission_id).where(Carry.assessment_id == assessment.id).scalar_subquery()
    under_the_same = and_(
        Assessment.cluster_id == assessment.cluster_id,
        Assessment.scheme_code == assessment.scheme_code,
        Assessment.id != assessment.id,
        Submission.submitted_at <= assessment.started_at,
    )
    query = (
        select(Submission)
        .join(Submission.assessment)
        .where(or_(Submission.id == carried, under_the_same))
        .order_by(
            case((Submission.id == carried, 0), else_=1), Submission.submitted_at.desc(), Submission.id.desc()
        )
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def newest_submissions_of(cluster: Cluster) -> list[Submission]:
    """The newest submission of a cluster organisation under each scheme, newest first."""
    query = (
        select(Submission, Assessment.scheme_code)
        .join(Submission.assessment)
        .where(Assessment.cluster_id == cluster.id)
        .order_by(Submission.submitted_at.desc(), Submission.id.desc())
    )
    newest: dict[str, Submission] = {}
    for submission, code in db.session.execute(query):
        newest.setdefault(code, submission)
    return list(newest.values())


def note_of_return(assessment: Assessment) -> str | None:
    """What the legal representative wrote when the self-assessment last came back, None when it did not."""
    actions = ("assessment.returned", "assessment.confirmation_requested", "assessment.taken_back")
    query = (
        select(Event)
        .where(
            Event.subject_kind == Assessment.__tablename__,
            Event.subject_id == assessment.id,
            Event.action.in_(actions),
        )
        .order_by(Event.number.desc())
        .limit(1)
    )
    event = db.session.scalars(query).one_or_none()
    return str(event.details["note"]) if event and event.action == actions[0] else None


def request_of_confirmation(assessment: Assessment) -> tuple[str, datetime] | None:
    """Who asked the legal representative last, and when; None when nobody asked, or took it back."""
    query = (
        select(User.name, Event.at, Event.action)
        .join(User, User.id == Event.actor_id)
        .where(
            Event.subject_kind == Assessment.__tablename__,
            Event.subject_id == assessment.id,
            Event.action.in_(
                ("assessment.confirmation_requested", "assessment.taken_back", "assessment.returned")
            ),
        )
        .order_by(Event.number.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return (row.name, row.at) if row and row.action == "assessment.confirmation_requested" else None
