"""The end of an exercise, by hand or after its last day, and the reminder before it: jobs that act once."""

from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import update

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.events.jobs import NotYet, queue_job
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.calibration import notices
from labelapp.reviews.calibration.models import Exercise, State
from labelapp.web.errors import DomainError

CLOSE, REMIND = "close_calibration", "remind_of_calibration"
DAYS_BEFORE = 5
MORNING = time(6, tzinfo=UTC)


def queue_closing(exercise: Exercise) -> None:
    """Ask for the end after the last day as it stands now, and for the reminder if there is time for one."""
    day = exercise.closes_on
    queue_job(CLOSE, exercise_id=exercise.id).next_try_at = _ends_at(day)
    if _reminds_at(day) > now():
        job = queue_job(REMIND, exercise_id=exercise.id, closes_on=day.isoformat())
        job.next_try_at = _reminds_at(day)


def _ends_at(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), MORNING)


def _reminds_at(day: date) -> datetime:
    return datetime.combine(day - timedelta(days=DAYS_BEFORE), MORNING)


def close_exercise(exercise: Exercise, by: User | None) -> None:
    """End an exercise; sheets that are not locked do not count. Raises DomainError (409) unless it is open."""
    db.session.refresh(exercise, with_for_update=True)
    if exercise.state is not State.OPEN:
        raise DomainError(_("Only an open exercise can be closed."))
    exercise.closed_at = now()
    db.session.flush()
    record("calibration.closed", exercise, actor=by)
    notices.tell_closed(exercise)


def close_when_over(exercise_id: int) -> None:
    """The job that ends an exercise after its last day. Raises NotYet before; one that is closed stays as it is."""
    exercise = db.session.get(Exercise, exercise_id)
    if exercise is None or exercise.state is not State.OPEN:
        return
    if today() <= exercise.closes_on:
        raise NotYet("its days are not over", _ends_at(exercise.closes_on) - now())
    close_exercise(exercise, by=None)


def remind(exercise_id: int, closes_on: str) -> None:
    """Remind, once, those who have not locked; not when the last day is another by now. Raises NotYet before."""
    exercise = db.session.get(Exercise, exercise_id)
    if exercise is None or exercise.state is not State.OPEN or exercise.closes_on.isoformat() != closes_on:
        return
    if now() < _reminds_at(exercise.closes_on):
        raise NotYet("the day has not come", _reminds_at(exercise.closes_on) - now())
    if today() <= exercise.closes_on and _claim(exercise):
        notices.remind(exercise)


def _claim(exercise: Exercise) -> bool:
    """Whether this run is the one that writes the mails: a job may run twice at a time."""
    statement = (
        update(Exercise)
        .where(Exercise.id == exercise.id, Exercise.reminded_at.is_(None))
        .values(reminded_at=now())
        .execution_options(synchronize_session=False)
    )
    return bool(db.session.connection().execute(statement).rowcount)
