"""Which state of the register an answer was made from: each event about a certificate changes it, and midnight."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from labelapp.certificates.models import Certificate
from labelapp.clock import today
from labelapp.events.models import Event
from labelapp.extensions import db


@dataclass(frozen=True)
class Version:
    """The last event about a certificate by its hash, which stands for all before it, and the day.

    The day belongs to it because statuses are derived from it. `changed_at` is when an answer can have become
    another one at the latest.
    """

    event: str
    day: date
    changed_at: datetime


def register_version() -> Version:
    """The present version. One statement, whose price does not depend on the length of the register or of the log."""
    query = (
        select(Event.hash, Event.at)
        .where(Event.subject_kind == Certificate.__tablename__)
        .order_by(Event.number.desc())
        .limit(1)
    )
    day = today()
    midnight = datetime.combine(day, time(), UTC)
    row = db.session.execute(query).first()
    return Version(row[0], day, max(row[1], midnight)) if row else Version("", day, midnight)
