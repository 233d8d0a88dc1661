"""The mail before an appeal is due: a job that waits for its day, and writes one mail for good."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import update

from labelapp.clock import now
from labelapp.decisions.appeals import notices
from labelapp.decisions.appeals.models import Appeal, AppealState
from labelapp.events.jobs import NotYet, queue_job
from labelapp.extensions import db

KIND = "remind_of_appeal"
DAYS_BEFORE = 7
MORNING = time(6, tzinfo=UTC)


def _remind_at(appeal: Appeal) -> datetime:
    assert appeal.due_on is not None
    return datetime.combine(appeal.due_on - timedelta(days=DAYS_BEFORE), MORNING)


def queue_reminder(appeal: Appeal) -> None:
    """Ask for the mail."""
    queue_job(KIND, appeal_id=appeal.id)


def remind(appeal_id: int) -> None:
    """Mail those who have to act, once, unless the appeal is over. Raises NotYet before the day."""
    appeal = db.session.get(Appeal, appeal_id)
    if appeal is None or appeal.state is not AppealState.FILED:
        return
    if now() < _remind_at(appeal):
        raise NotYet("the day has not come", _remind_at(appeal) - now())
    if _claim(appeal):
        notices.remind(appeal)


def _claim(appeal: Appeal) -> bool:
    """Whether this run is the one that writes the mail: a job may run twice at a time."""
    statement = (
        update(Appeal)
        .where(Appeal.id == appeal.id, Appeal.reminded_at.is_(None))
        .values(reminded_at=now())
        .execution_options(synchronize_session=False)
    )
    return bool(db.session.connection().execute(statement).rowcount)
