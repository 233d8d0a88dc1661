"""The mails before a qualification ends: a job that waits for its day, and writes them once."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select, update

from labelapp.clock import now, today
from labelapp.events.jobs import NotYet, queue_job
from labelapp.extensions import db
from labelapp.reviews.register.models import Qualification
from labelapp.reviews.register.notices import tell_before_end
from labelapp.reviews.register.queries import qualifications_of
from labelapp.reviews.register.standing import DAYS_BEFORE, State, state_on

KIND = "remind_of_qualification"
MORNING = time(6, tzinfo=UTC)


def remind_at(ends_on: date) -> datetime:
    """When the mails are written."""
    return datetime.combine(ends_on - timedelta(days=DAYS_BEFORE), MORNING)


def queue_reminder(one: Qualification) -> None:
    """Ask for the mails before it ends."""
    job = queue_job(KIND, qualification_id=one.id)
    job.next_try_at = max(remind_at(one.ends_on), now())


def remind(qualification_id: int) -> None:
    """Mail the expert and the secretariat about everything that ends for the expert on that day.

    Nothing is written about what is renewed, withdrawn or over. Raises NotYet before the day.
    """
    one = db.session.get(Qualification, qualification_id)
    if one is None or one.ends_on < today():
        return
    if now() < remind_at(one.ends_on):
        raise NotYet("the day has not come", remind_at(one.ends_on) - now())
    held = qualifications_of([one.user_id])[one.user_id]
    ending = [
        other
        for other in held
        if other.ends_on == one.ends_on and state_on(other, held, today()) is State.ENDING
    ]
    claimed = _claim([other.id for other in ending])
    if claimed and one.user.active:
        tell_before_end(one.user, [other for other in ending if other.id in claimed], one.ends_on)


def _claim(numbers: list[int]) -> set[int]:
    """Those about which this run writes: a job may run twice at a time, and one mail names all that end together."""
    query = select(Qualification.id).where(Qualification.id.in_(numbers), Qualification.reminded_at.is_(None))
    waiting = set(db.session.scalars(query.with_for_update()))
    statement = update(Qualification).where(Qualification.id.in_(waiting)).values(reminded_at=now())
    db.session.execute(statement.execution_options(synchronize_session=False))
    return waiting
