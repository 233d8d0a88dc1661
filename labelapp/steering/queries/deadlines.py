"""The deadlines of the house: each day that was told to somebody, as one part of a list of what is late."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, select
from sqlalchemy.orm import aliased

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, AssessmentState, Submission
from labelapp.certificates.complaints.models import Complaint, ComplaintState
from labelapp.certificates.declarations.models import Declaration
from labelapp.certificates.declarations.queries import still_holds
from labelapp.certificates.flags.models import Flag, FlagOutcome
from labelapp.certificates.hearings.models import Hearing
from labelapp.certificates.models import Certificate
from labelapp.certificates.surveillance.models import SurveillanceMark
from labelapp.clusters.models import Cluster
from labelapp.decisions.appeals.models import Appeal, AppealState, AppealStatement
from labelapp.decisions.board.models import AgendaItem, Deferral, ItemState
from labelapp.decisions.conditions.models import AwardCondition, ConditionState
from labelapp.decisions.models import Decision
from labelapp.reviews.models import Assignment, InterestDeclaration, Review, ReviewState, ScoreSheet
from labelapp.steering.queries.renewals import renewed_by


class Late(StrEnum):
    """What is late. Periods that end by themselves (clarifications, comments, objections) are never."""

    INTERESTS = "interests"
    SHEET = "sheet"
    REPORT = "report"
    DEFERRAL = "deferral"
    CONDITION = "condition"
    APPEAL = "appeal"
    STATEMENT = "statement"
    DECLARATION = "declaration"
    HEARING = "hearing"
    COMPLAINT = "complaint"
    SURVEILLANCE = "surveillance"
    REASSESSMENT = "reassessment"


class Actor(StrEnum):
    """Who has to act, where it is not one person by name."""

    OFFICE = "@office"
    EXPERTS = "@experts"
    HANDLERS = "@handlers"
    HOLDER = "@holder"


@dataclass(frozen=True)
class _Row:
    """What a part says in its own columns: `number` is its key, `subject` the id to which a row leads."""

    kind: Late
    number: Any
    subject: Any
    who: Any
    due_on: Any

    def columns(self, label: Any) -> list[ColumnElement[Any]]:
        """The columns of the part. `label` holds the scheme; the key of a row is unique over all parts."""
        who = literal(self.who.value) if isinstance(self.who, Actor) else self.who
        place = list(Late).index(self.kind)
        return [
            literal(self.kind.value).label("kind"),
            (self.number * len(Late) + place).label("key"),
            self.subject.label("subject"),
            Cluster.name.label("name"),
            Cluster.name_language.label("language"),
            label.scheme_code.label("scheme_code"),
            who.label("who"),
            self.due_on.label("due_on"),
        ]


def _of_review(row: _Row) -> Select[Any]:
    """A part about a case, from its review on."""
    query: Select[Any] = select(*row.columns(Assessment))
    return (
        query.select_from(Review)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(Cluster, Cluster.id == Assessment.cluster_id)
    )


def _of_assignment(kind: Late, due_on: Any) -> Select[Any]:
    query = _of_review(_Row(kind, Assignment.id, Review.id, User.name, due_on))
    return (
        query.join(Assignment, Assignment.review_id == Review.id)
        .join(User, User.id == Assignment.user_id)
        .where(Assignment.ended_at.is_(None), Review.state != ReviewState.REPORTED)
    )


def _interests(day: date) -> Select[Any]:
    declared = exists().where(
        InterestDeclaration.submission_id == Review.submission_id,
        InterestDeclaration.user_id == Assignment.user_id,
    )
    query = _of_assignment(Late.INTERESTS, Assignment.declare_by)
    return query.where(Assignment.declare_by < day, ~declared)


def _sheets(day: date) -> Select[Any]:
    query = _of_assignment(Late.SHEET, Assignment.lock_by)
    query = query.join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
    waits = [ScoreSheet.locked_at.is_(None), Review.state == ReviewState.SCORING]
    return query.where(Assignment.lock_by < day, *waits)


def _reports(day: date) -> Select[Any]:
    who = case(
        (Review.state == ReviewState.ASSIGNING, literal(Actor.OFFICE.value)),
        else_=literal(Actor.EXPERTS.value),
    )
    query = _of_review(_Row(Late.REPORT, Review.id, Review.id, who, Review.due_on))
    return query.where(Review.due_on < day, Review.state != ReviewState.REPORTED)


def _deferrals(day: date) -> Select[Any]:
    """Of cases that came back and stand on no agenda; of several deferrals of a case the last one counts."""
    later = aliased(Deferral)
    gone_on = [
        exists().where(Decision.review_id == Deferral.review_id),
        exists().where(AgendaItem.review_id == Deferral.review_id, AgendaItem.state == ItemState.OPEN),
        exists().where(later.review_id == Deferral.review_id, later.id > Deferral.id),
    ]
    query = _of_review(_Row(Late.DEFERRAL, Deferral.id, Review.id, Actor.OFFICE, Deferral.until))
    query = query.join(Deferral, Deferral.review_id == Review.id)
    return query.where(Deferral.until < day, *(~condition for condition in gone_on))


def _conditions(day: date) -> Select[Any]:
    """Without those of a decision that another one has replaced."""
    other = aliased(Decision)
    replaced = exists().where(other.replaces_id == AwardCondition.decision_id)
    number = AwardCondition.id
    return (
        _of_review(_Row(Late.CONDITION, number, number, Actor.HOLDER, AwardCondition.due_on))
        .join(Decision, Decision.review_id == Review.id)
        .join(AwardCondition, AwardCondition.decision_id == Decision.id)
        .where(AwardCondition.due_on < day, AwardCondition.state == ConditionState.OPEN, ~replaced)
    )


def _of_appeal(kind: Late, number: Any, who: Any, due_on: Any) -> Select[Any]:
    return (
        _of_review(_Row(kind, number, Appeal.id, who, due_on))
        .join(Decision, Decision.review_id == Review.id)
        .join(Appeal, Appeal.decision_id == Decision.id)
        .where(Appeal.state == AppealState.FILED)
    )


def _appeals(day: date) -> Select[Any]:
    return _of_appeal(Late.APPEAL, Appeal.id, Actor.HANDLERS, Appeal.due_on).where(Appeal.due_on < day)


def _statements(day: date) -> Select[Any]:
    """Without a person the cluster organisation was asked."""
    who = func.coalesce(User.name, literal(Actor.HOLDER.value))
    query = _of_appeal(Late.STATEMENT, AppealStatement.id, who, AppealStatement.due_on)
    query = query.join(AppealStatement, AppealStatement.appeal_id == Appeal.id)
    query = query.outerjoin(User, User.id == AppealStatement.user_id)
    return query.where(AppealStatement.due_on < day, AppealStatement.given_at.is_(None))


def _of_holder(kind: Late, table: Any, who: Any, due_on: Any) -> Select[Any]:
    """A part about the holder of a certificate."""
    return (
        select(*_Row(kind, table.id, table.id, who, due_on).columns(Certificate))
        .select_from(table)
        .join(Certificate, Certificate.id == table.certificate_id)
        .join(Cluster, Cluster.id == Certificate.cluster_id)
    )


def _declarations(day: date) -> Select[Any]:
    query = _of_holder(Late.DECLARATION, Declaration, Actor.HOLDER, Declaration.due_on)
    return query.where(Declaration.due_on < day, Declaration.sent_at.is_(None), *still_holds(day))


def _hearings(day: date) -> Select[Any]:
    """The period of the holder is over: the secretariat decides."""
    query = _of_holder(Late.HEARING, Hearing, Actor.OFFICE, Hearing.due_on)
    return query.where(Hearing.due_on < day, Hearing.decided_at.is_(None))


def _complaints(day: date) -> Select[Any]:
    """The statement of the holder is missing; without it the officer in charge goes on."""
    query = _of_holder(Late.COMPLAINT, Complaint, User.name, Complaint.statement_due_on)
    query = query.join(User, User.id == Complaint.officer_id)
    open_one = Complaint.state != ComplaintState.CLOSED
    return query.where(Complaint.statement_due_on < day, Complaint.stated_at.is_(None), open_one)


def _marks(day: date) -> Select[Any]:
    query = _of_holder(Late.SURVEILLANCE, SurveillanceMark, Actor.OFFICE, SurveillanceMark.due_on)
    return query.where(SurveillanceMark.due_on < day, SurveillanceMark.done_at.is_(None))


def _reassessments(day: date) -> Select[Any]:
    """New assessments that were asked for and are not submitted, as `flags.late` finds them."""
    query = _of_holder(Late.REASSESSMENT, Flag, Actor.HOLDER, Flag.reassess_by)
    return query.where(
        Flag.outcome == FlagOutcome.REASSESSMENT,
        Flag.reassess_by < day,
        Certificate.renewable_until >= day,
        Certificate.withdrawn_on.is_(None),
        Certificate.superseded_on.is_(None),
        ~renewed_by(AssessmentState.SUBMITTED),
    )


_Part = Callable[[date], Select[Any]]
OF_CASES: tuple[_Part, ...] = (
    _interests,
    _sheets,
    _reports,
    _deferrals,
    _conditions,
    _appeals,
    _statements,
)
OF_HOLDERS: tuple[_Part, ...] = (_declarations, _hearings, _complaints, _reassessments)
OF_SURVEILLANCE: tuple[_Part, ...] = (_marks,)
