"""Reads of conditions."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.clusters.models import TeamMember, TeamRole
from labelapp.decisions.conditions.models import AwardCondition, ConditionState, ConditionStep, ShownFile
from labelapp.decisions.conditions.policy import may_check, may_read_condition
from labelapp.decisions.models import Decision
from labelapp.decisions.queries import case_options
from labelapp.extensions import db
from labelapp.reviews.models import Review

RUNNING = (ConditionState.OPEN, ConditionState.ANSWERED)


def _conditions() -> Select[AwardCondition]:
    """Conditions with all that policies ask for."""
    review = joinedload(AwardCondition.decision, innerjoin=True).joinedload(Decision.review, innerjoin=True)
    return select(AwardCondition).options(*case_options(review))


def _in_force() -> ColumnElement[bool]:
    """Conditions of a decision of which no other one has taken the place after an appeal."""
    later = aliased(Decision)
    return ~exists().where(later.replaces_id == AwardCondition.decision_id)


def condition_by_id(condition_id: int) -> AwardCondition | None:
    """A condition with what happened to it."""
    steps = selectinload(AwardCondition.steps).joinedload(ConditionStep.taken_by).lazyload(User.roles)
    query = _conditions().where(AwardCondition.id == condition_id).options(steps)
    return db.session.scalars(query).one_or_none()


def file_of_condition(condition_id: int, revision_id: int) -> ShownFile | None:
    """A file that was shown for a condition; None for any other."""
    condition = condition_by_id(condition_id)
    if condition is None:
        return None
    shown = [step.revision for step in condition.steps if step.revision_id == revision_id]
    return ShownFile(condition, shown[0]) if shown and shown[0] else None


def conditions_of(decision: Decision) -> list[AwardCondition]:
    """The conditions of a decision in their order."""
    query = select(AwardCondition).where(AwardCondition.decision_id == decision.id)
    return list(db.session.scalars(query.order_by(AwardCondition.number)))


def running_conditions(user: Any) -> list[AwardCondition]:
    """Conditions that are not settled and that this person may read, the most urgent first."""
    query = _conditions().where(AwardCondition.state.in_(RUNNING), _in_force())
    query = query.order_by(AwardCondition.due_on, AwardCondition.id)
    return [one for one in db.session.scalars(query) if may_read_condition(user, one)]


def conditions_to_check(user: Any) -> list[AwardCondition]:
    """Answered conditions that wait for this person's judgement."""
    query = _conditions().where(AwardCondition.state == ConditionState.ANSWERED, _in_force())
    query = query.order_by(AwardCondition.due_on, AwardCondition.id)
    return [one for one in db.session.scalars(query) if may_check(user, one)]


def conditions_to_meet(user: Any) -> list[AwardCondition]:
    """Open conditions on the labels of the cluster organisations that a person manages."""
    mine = select(TeamMember.cluster_id).where(
        TeamMember.user_id == user.id, TeamMember.role == TeamRole.MANAGER
    )
    query = _conditions().join(Decision, AwardCondition.decision_id == Decision.id)
    query = query.join(Review, Decision.review_id == Review.id)
    query = query.join(Submission, Review.submission_id == Submission.id).join(Assessment)
    query = query.where(
        Assessment.cluster_id.in_(mine), AwardCondition.state == ConditionState.OPEN, _in_force()
    )
    return list(db.session.scalars(query.order_by(AwardCondition.due_on, AwardCondition.id)))


def is_overdue(condition: AwardCondition, day: date) -> bool:
    """Whether the holder has let the date pass without an answer."""
    return condition.state is ConditionState.OPEN and condition.due_on < day
