"""The mail when the period of a hearing ended without an answer: the secretariat may decide now."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select, update

from labelapp.certificates.hearings import notices
from labelapp.certificates.hearings.models import Hearing
from labelapp.clock import now
from labelapp.extensions import db


def find_ended(day: date) -> Iterable[int]:
    """Hearings that nobody answered in time."""
    query = select(Hearing.id).where(
        Hearing.decided_at.is_(None),
        Hearing.answered_at.is_(None),
        Hearing.due_on < day,
        Hearing.period_over_at.is_(None),
    )
    return db.session.scalars(query.order_by(Hearing.id)).all()


def tell_of_end(hearing_id: int, _day: date) -> None:
    """Mail the officers, in the one run that comes first."""
    statement = (
        update(Hearing)
        .where(Hearing.id == hearing_id, Hearing.period_over_at.is_(None))
        .values(period_over_at=now())
        .execution_options(synchronize_session=False)
    )
    if db.session.connection().execute(statement).rowcount:
        notices.tell_officers_of_end(db.session.get_one(Hearing, hearing_id))
