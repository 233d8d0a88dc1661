"""Reading appeals, and who could handle one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, or_, select
from sqlalchemy.orm import defer, joinedload, lazyload, selectinload

from labelapp.accounts.models import Role, RoleName, User
from labelapp.assessments.models import Assessment, Interview, Submission
from labelapp.assessments.snapshot import Evidence, frozen_evidence
from labelapp.clusters.models import Cluster, TeamMember
from labelapp.decisions.appeals.models import (
    Appeal,
    AppealAttachment,
    AppealHandler,
    AppealState,
    AppealStatement,
)
from labelapp.decisions.appeals.policy import cluster_behind, may_open, may_state, review_of
from labelapp.decisions.board.models import AgendaItem, Vote
from labelapp.decisions.models import Decision
from labelapp.events.models import Event
from labelapp.evidence.models import Document, Revision
from labelapp.evidence.queries import documents_of
from labelapp.extensions import db
from labelapp.reviews.case import scheme_of
from labelapp.reviews.interests.shut import not_shut
from labelapp.reviews.models import Assignment, InterestDeclaration, Report, Review
from labelapp.reviews.policy import has_conflict
from labelapp.reviews.queries.candidates import conflicted_people
from labelapp.schemes.definition import Indicator
from labelapp.web.paging import Page, Position, read_page


@dataclass(frozen=True)
class Attached:
    """One file that was attached to an appeal."""

    appeal: Appeal
    revision: Revision


@dataclass(frozen=True)
class Offered:
    """One file of the frozen submission behind an appeal."""

    appeal: Appeal
    evidence: Evidence


@dataclass(frozen=True)
class Place:
    """One indicator of the record behind an appeal."""

    appeal: Appeal
    indicator: Indicator


@dataclass(frozen=True)
class Named:
    """Somebody who was asked to handle an appeal."""

    appeal: Appeal
    handler: AppealHandler


@dataclass(frozen=True)
class Choice:
    """Somebody who could handle an appeal; `excluded` says why not: part, interest, or empty."""

    user: User
    excluded: str


def _appeals() -> Select[Appeal]:
    decision = joinedload(Appeal.decision, innerjoin=True)
    review = decision.joinedload(Decision.review, innerjoin=True)
    assessment = (
        review.joinedload(Review.submission, innerjoin=True)
        .options(defer(Submission.content))
        .joinedload(Submission.assessment, innerjoin=True)
    )
    cluster = assessment.joinedload(Assessment.cluster, innerjoin=True)
    return select(Appeal).options(
        assessment.selectinload(Assessment.interviews).lazyload(Interview.expert),
        cluster.selectinload(Cluster.team),
        cluster.lazyload(Cluster.portfolios),
        review.selectinload(Review.assignments).lazyload(Assignment.user),
        review.selectinload(Review.barred),
        review.selectinload(Review.declarations).lazyload(InterestDeclaration.user),
        review.selectinload(Review.report).defer(Report.content),
        selectinload(Appeal.handlers).joinedload(AppealHandler.user).lazyload(User.roles),
        joinedload(Appeal.officer).lazyload(User.roles),
    )


def find_appeal(appeal_id: int) -> Appeal | None:
    """An appeal with all that policies ask for."""
    return db.session.scalars(_appeals().where(Appeal.id == appeal_id)).one_or_none()


def find_attached(appeal_id: int, revision_id: int) -> Attached | None:
    """A file that was attached to an appeal."""
    appeal = find_appeal(appeal_id)
    found = [one for one in appeal.attachments if one.revision_id == revision_id] if appeal else []
    return Attached(appeal, found[0].revision) if appeal and found else None


def find_named(appeal_id: int, handler_id: int) -> Named | None:
    """Somebody who was asked to handle an appeal."""
    appeal = find_appeal(appeal_id)
    found = [one for one in appeal.handlers if one.id == handler_id] if appeal else []
    return Named(appeal, found[0]) if appeal and found else None


def find_place(appeal_id: int, code: str) -> Place | None:
    """An indicator of the record behind an appeal."""
    appeal = find_appeal(appeal_id)
    indicator = scheme_of(review_of(appeal)).indicators.get(code) if appeal else None
    return Place(appeal, indicator) if appeal and indicator else None


def find_offered(appeal_id: int, sha256: str) -> Offered | None:
    """A file that the frozen submission behind an appeal names by its hash."""
    appeal = find_appeal(appeal_id)
    evidence = frozen_evidence(review_of(appeal).submission, sha256) if appeal else None
    return Offered(appeal, evidence) if appeal and evidence else None


def appeal_against(decision: Decision) -> Appeal | None:
    """The appeal against a decision, drafts among them."""
    return db.session.scalars(_appeals().where(Appeal.decision_id == decision.id)).one_or_none()


def appeals_of_secretariat(user: User, position: Position | None) -> Page[Appeal]:
    """A page of the filed appeals of which an officer may know, the newest first; declared or not."""
    query = (
        _appeals()
        .join(Decision, Decision.id == Appeal.decision_id)
        .join(Review, Review.id == Decision.review_id)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Appeal.state != AppealState.DRAFT, *not_shut(user))
    )
    return read_page(query, literal(""), Appeal.id.expression, position, descending=True)


def open_appeals(user: User) -> list[Appeal]:
    """The filed appeals that are not decided and of which an officer may know, the most urgent first."""
    query = _appeals().where(Appeal.state == AppealState.FILED).order_by(Appeal.due_on, Appeal.id)
    return [appeal for appeal in db.session.scalars(query) if may_open(user, appeal)]


def appeals_handled_by(user: User) -> list[Appeal]:
    """The open appeals that a person handles, or is asked to."""
    asked = exists().where(
        AppealHandler.appeal_id == Appeal.id,
        AppealHandler.user_id == user.id,
        AppealHandler.ended_at.is_(None),
    )
    query = _appeals().where(Appeal.state == AppealState.FILED, asked).order_by(Appeal.due_on, Appeal.id)
    return [appeal for appeal in db.session.scalars(query) if may_open(user, appeal)]


def find_statement(statement_id: int) -> AppealStatement | None:
    """What somebody is asked about an appeal."""
    statement = db.session.get(AppealStatement, statement_id)
    return statement if statement and find_appeal(statement.appeal_id) else None


def statements_asked_of(user: User) -> list[AppealStatement]:
    """What a person, or their cluster organisation, is asked about open appeals and has not said."""
    mine = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    of_team = and_(AppealStatement.user_id.is_(None), Assessment.cluster_id.in_(mine))
    query = (
        select(AppealStatement)
        .join(AppealStatement.appeal)
        .join(Appeal.decision)
        .join(Decision.review)
        .join(Review.submission)
        .join(Submission.assessment)
        .where(
            Appeal.state == AppealState.FILED,
            AppealStatement.given_at.is_(None),
            or_(AppealStatement.user_id == user.id, of_team),
        )
        .order_by(AppealStatement.due_on, AppealStatement.id)
    )
    return [one for one in db.session.scalars(query) if may_state(user, one)]


def choices_for(appeal: Appeal) -> list[Choice]:
    """Every board member and assessor who is not asked yet, by name: those who may handle the appeal, and why not.

    The number of statements does not depend on how many there are.
    """
    review, decision = review_of(appeal), appeal.decision
    asked, part = {one.user_id for one in appeal.handlers}, those_with_a_part(decision)
    interested = conflicted_people(cluster_behind(appeal))
    found = []
    for user in db.session.scalars(_people().order_by(User.name, User.id)):
        if user.id in asked:
            continue
        if user.id in part:
            found.append(Choice(user, "part"))
        elif user.id in interested or has_conflict(user, review):
            found.append(Choice(user, "interest"))
        else:
            found.append(Choice(user, ""))
    return found


def those_with_a_part(decision: Decision) -> set[int]:
    """Everybody who assessed, observed or interviewed, voted on the case in a session, or stands for the decision."""
    review = decision.review
    people = {one.user_id for one in review.assignments} | {decision.decided_by_id}
    people |= {one.expert_id for one in review.submission.assessment.interviews if one.expert_id}
    voters = select(Vote.user_id).join(AgendaItem, AgendaItem.id == Vote.item_id)
    return people | set(db.session.scalars(voters.where(AgendaItem.review_id == review.id)))


def _people() -> Select[User]:
    names = (RoleName.BOARD.value, RoleName.ASSESSOR.value)
    return select(User).where(User.active, User.roles.any(Role.name.in_(names))).options(lazyload(User.roles))


def find_choice(appeal: Appeal, user_id: int) -> Choice | None:
    """One person as `choices_for` has them."""
    return next((one for one in choices_for(appeal) if one.user.id == user_id), None)


def worked_on(user: Any, decision: Decision) -> bool:
    """Whether the log shows that a person acted in the case: opened it, assigned, started, decided.

    To declare one's interests is no work on a case.
    """
    review = decision.review
    subjects: ColumnElement[bool] = or_(
        and_(Event.subject_kind == "review", Event.subject_id == review.id),
        and_(Event.subject_kind == "decision", Event.subject_id == decision.id),
    )
    acted = and_(Event.actor_id == user.id, Event.action != "interests.declared")
    query = select(Event.number).where(subjects, acted).limit(1)
    return db.session.scalar(query) is not None


def files_to_attach(decision: Decision) -> list[Document]:
    """The documents of the cluster organisation from which an appeal may take files."""
    return documents_of(decision.review.submission.assessment.cluster)


def uses_of_attachments(
    cluster: Cluster, document_ids: Iterable[int] | None
) -> list[tuple[AppealAttachment, Appeal]]:
    """The attachments of a cluster organisation's filed appeals with those appeals; of some documents or of all."""
    query = (
        select(AppealAttachment, Appeal)
        .join(Appeal, Appeal.id == AppealAttachment.appeal_id)
        .join(Revision, Revision.id == AppealAttachment.revision_id)
        .where(Revision.cluster_id == cluster.id, Appeal.state != AppealState.DRAFT)
        .options(joinedload(AppealAttachment.revision))
    )
    if document_ids is not None:
        query = query.where(Revision.document_id.in_(list(document_ids)))
    return [(row[0], row[1]) for row in db.session.execute(query)]
