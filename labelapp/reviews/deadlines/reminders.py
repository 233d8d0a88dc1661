"""Mails before and after the days of a case: jobs that wait for their day, each of which writes once."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy.exc import IntegrityError

from labelapp.clock import now, today
from labelapp.events.jobs import NotYet, queue_job
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.deadlines import notices
from labelapp.reviews.deadlines.models import AssignmentNotice
from labelapp.reviews.models import Assignment, ReviewState

KIND = "remind_of_assignment"
MORNING = time(6, tzinfo=UTC)


class Notice(StrEnum):
    """Which of the two dates, and whether it comes or has passed."""

    DECLARE_SOON = "declare_soon"
    DECLARE_LATE = "declare_late"
    LOCK_SOON = "lock_soon"
    LOCK_LATE = "lock_late"


# Days from the date to the mail: before it, or on the morning after.
_DAYS = {Notice.DECLARE_SOON: -2, Notice.DECLARE_LATE: 1, Notice.LOCK_SOON: -7, Notice.LOCK_LATE: 1}


def write_at(kind: Notice, due_on: date) -> datetime:
    """When a mail about a date is written."""
    return datetime.combine(due_on + timedelta(days=_DAYS[kind]), MORNING)


def remind_to_declare(assignment: Assignment) -> None:
    """Ask for the mails about the declaration."""
    _queue(assignment, assignment.declare_by, Notice.DECLARE_SOON, Notice.DECLARE_LATE)


def remind_to_lock(assignment: Assignment) -> None:
    """Ask for the mails about the score sheet."""
    _queue(assignment, assignment.lock_by, Notice.LOCK_SOON, Notice.LOCK_LATE)


def _queue(assignment: Assignment, due_on: date | None, *kinds: Notice) -> None:
    """No reminder where the day is so near that the mail which tells it says it all."""
    for kind in kinds:
        if due_on is not None and write_at(kind, due_on) > now():
            job = queue_job(KIND, assignment_id=assignment.id, notice=kind.value, due_on=due_on.isoformat())
            job.next_try_at = write_at(kind, due_on)


def remind(assignment_id: int, notice: str, due_on: str) -> None:
    """Write a mail, unless it is done, the person left, or the date was moved. Raises NotYet before its day."""
    assignment = db.session.get(Assignment, assignment_id)
    kind, day = Notice(notice), date.fromisoformat(due_on)
    if assignment is None or not _is_due(assignment, kind, day):
        return
    if now() < write_at(kind, day):
        raise NotYet("the day has not come", write_at(kind, day) - now())
    late = kind in (Notice.DECLARE_LATE, Notice.LOCK_LATE)
    if (late or today() <= day) and _claim(assignment, kind, day):
        notices.tell_of_date(assignment, kind.value, day, late=late)


def _is_due(assignment: Assignment, kind: Notice, day: date) -> bool:
    """Whether the person still owes what the date is about."""
    if assignment.ended_at is not None or not assignment.user.active:
        return False
    declared = policy.has_declared_clear(assignment.user, assignment.review)
    if kind in (Notice.DECLARE_SOON, Notice.DECLARE_LATE):
        return assignment.declare_by == day and not declared
    open_sheet = assignment.sheet is not None and assignment.sheet.locked_at is None
    return assignment.lock_by == day and open_sheet and assignment.review.state is ReviewState.SCORING


def _claim(assignment: Assignment, kind: Notice, day: date) -> bool:
    """Whether this run is the one that writes the mail: a job may run twice at a time."""
    written = AssignmentNotice(assignment_id=assignment.id, kind=kind.value, due_on=day, written_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(written)
    except IntegrityError:
        return False
    return True
