"""The mails before and after the date of a condition: jobs that wait for their day, each mail written once."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import update

from labelapp.clock import now
from labelapp.decisions.conditions import notices
from labelapp.decisions.conditions.models import AwardCondition, ConditionState
from labelapp.decisions.following import run_condition_followers
from labelapp.decisions.queries import replacement_of
from labelapp.events.jobs import NotYet, queue_job, register_job
from labelapp.extensions import db

BEFORE, AFTER = "remind_of_condition", "tell_of_overdue_condition"
DAYS_BEFORE = 14
MORNING = time(6, tzinfo=UTC)


def init_reminders(app: Flask) -> None:
    """Register both jobs."""
    register_job(app, BEFORE, remind)
    register_job(app, AFTER, tell_when_overdue)


def queue_reminders(condition: AwardCondition) -> None:
    """Ask for both mails; a job about an earlier date of the condition comes to nothing."""
    for kind in (BEFORE, AFTER):
        queue_job(kind, condition_id=condition.id, due_on=condition.due_on.isoformat())


def remind(condition_id: int, due_on: str) -> None:
    """Mail the holder two weeks before, unless the condition was answered. Raises NotYet before the day."""
    condition = _waiting(condition_id, due_on, -DAYS_BEFORE)
    if condition and _claim(AwardCondition.reminded_at, condition):
        notices.remind_holder(condition)


def tell_when_overdue(condition_id: int, due_on: str) -> None:
    """Mail the holder and the secretariat on the day after, and have its certificate flagged. Raises NotYet before."""
    condition = _waiting(condition_id, due_on, 1)
    if condition and _claim(AwardCondition.overdue_at, condition):
        notices.tell_of_overdue(condition)
        run_condition_followers(condition)


def _waiting(condition_id: int, due_on: str, days: int) -> AwardCondition | None:
    """The condition, if it still waits for its holder with this date and the day for the mail has come."""
    condition = db.session.get(AwardCondition, condition_id)
    if condition is None or condition.due_on != date.fromisoformat(due_on):
        return None
    if condition.state in (ConditionState.FULFILLED, ConditionState.NOT_FULFILLED):
        return None
    if replacement_of(condition.decision) is not None:
        return None
    day = datetime.combine(condition.due_on + timedelta(days=days), MORNING)
    if now() < day:
        raise NotYet("the day has not come", day - now())
    return condition if condition.state is ConditionState.OPEN else None


def _claim(column: Any, condition: AwardCondition) -> bool:
    """Whether this run is the one that writes the mail: a job may run twice at a time."""
    statement = (
        update(AwardCondition)
        .where(AwardCondition.id == condition.id, column.is_(None))
        .values({column: now()})
        .execution_options(synchronize_session=False)
    )
    return bool(db.session.connection().execute(statement).rowcount)
