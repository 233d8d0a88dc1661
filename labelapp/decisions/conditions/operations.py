"""Setting conditions with an award, answering them, and judging the answers."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.decisions.conditions import notices
from labelapp.decisions.conditions.models import AwardCondition, ConditionState, ConditionStep, StepKind
from labelapp.decisions.conditions.reminders import queue_reminders
from labelapp.decisions.following import run_condition_followers
from labelapp.decisions.models import Decision
from labelapp.decisions.terms import ConditionTerms
from labelapp.events.log import record
from labelapp.evidence.models import Document
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.web.errors import DomainError, InvalidInput

# What a judgement makes of a condition; an extension is judged too and gives the turn back to the holder.
AFTER = {
    StepKind.ANSWERED: ConditionState.ANSWERED,
    StepKind.FULFILLED: ConditionState.FULFILLED,
    StepKind.NOT_FULFILLED: ConditionState.NOT_FULFILLED,
    StepKind.EXTENDED: ConditionState.OPEN,
}
RUNNING = (ConditionState.OPEN, ConditionState.ANSWERED)


def set_conditions(decision: Decision, terms: Iterable[ConditionTerms], by: User) -> None:
    """Write the conditions of an award, with the mails that will remind of them."""
    for number, one in enumerate(terms, start=1):
        condition = AwardCondition(
            decision=decision,
            number=number,
            text=one.text.strip(),
            first_due_on=one.due_on,
            due_on=one.due_on,
            checked_by=one.checked_by,
            state=ConditionState.OPEN,
        )
        db.session.add(condition)
        db.session.flush()
        record("condition.set", condition, actor=by, decision=decision.id, due_on=one.due_on.isoformat())
        queue_reminders(condition)


def answer_condition(condition: AwardCondition, text: str, document: Document | None, by: User) -> None:
    """The holder says how the condition is met, and may show a document of the library in its present revision.

    Raises DomainError (409) when it is settled, InvalidInput (422) without a text or for a foreign document.
    """
    _hold(condition, RUNNING)
    if not text.strip():
        raise InvalidInput(_("Write how the condition is met."))
    if document is not None and document.cluster_id != cluster_of(condition.decision.review).id:
        raise InvalidInput(_("Choose a document of your library."))
    revision_id = document.files[0].id if document else None
    _take(condition, ConditionStep(kind=StepKind.ANSWERED, text=text.strip(), revision_id=revision_id), by)
    notices.tell_of_answer(condition)


def judge_condition(
    condition: AwardCondition, kind: StepKind, reason: str, by: User, due_on: date | None = None
) -> None:
    """Say that a condition is fulfilled, not fulfilled, or extended to `due_on`, with the reason.

    Raises DomainError (409) when it is settled, InvalidInput (422) without a reason, or for an extension that is
    not later than the date that counts now.
    """
    _hold(condition, RUNNING)
    if kind is StepKind.ANSWERED:
        raise ValueError("an answer is no judgement")
    if not reason.strip():
        raise InvalidInput(_("Write the reason. The holder of the label reads it."))
    if kind is StepKind.EXTENDED and (due_on is None or due_on <= max(condition.due_on, today())):
        raise InvalidInput(_("Enter a date that is later than the present one."))
    extended_to = due_on if kind is StepKind.EXTENDED else None
    _take(condition, ConditionStep(kind=kind, text=reason.strip(), due_on=extended_to), by)
    if extended_to is not None:
        condition.due_on, condition.reminded_at, condition.overdue_at = extended_to, None, None
        db.session.flush()
        queue_reminders(condition)
    notices.tell_of_judgement(condition)
    if kind is StepKind.NOT_FULFILLED:
        run_condition_followers(condition)


def _take(condition: AwardCondition, step: ConditionStep, by: User) -> None:
    step.taken_by, step.taken_at = by, now()
    condition.steps.append(step)
    condition.state = AFTER[step.kind]
    db.session.flush()
    due = {"due_on": step.due_on.isoformat()} if step.due_on else {}
    record(f"condition.{step.kind.value}", condition, actor=by, **due)


def _hold(condition: AwardCondition, allowed: tuple[ConditionState, ...]) -> None:
    """Lock the row and read it afresh, so that two people do not settle it in two ways."""
    db.session.flush()
    db.session.execute(select(AwardCondition.id).where(AwardCondition.id == condition.id).with_for_update())
    db.session.refresh(condition)
    if condition.state not in allowed:
        raise DomainError(_("This condition is settled already."))
