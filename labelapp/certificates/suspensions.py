"""When suspensions ended: those that named their last day end by the date, and their holders are told the day after."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select

from labelapp.certificates import notices
from labelapp.certificates.models import Certificate
from labelapp.events.log import record, timeline
from labelapp.events.models import Event
from labelapp.extensions import db

TOLD = "certificate.suspension_ended"
_ENDINGS = frozenset({"certificate.reinstated", "certificate.withdrawn", "certificate.suspended"})
LOOK_BACK = timedelta(days=60)  # a worker that did nothing for longer tells no old news


def ended_by_themselves(events: list[Event], day: date) -> list[date]:
    """The first days after suspensions whose last day was told and has passed, with nothing before that ended them."""
    found = []
    for number, event in enumerate(events):
        until = event.details.get("until")
        if event.action != "certificate.suspended" or not until:
            continue
        last = date.fromisoformat(until)
        others = [one for one in events[number + 1 :] if one.action in _ENDINGS and one.at.date() <= last]
        if last < day and not others:
            found.append(last + timedelta(days=1))
    return found


def find_ended(day: date) -> Iterable[int]:
    """The certificates that hold again since a day not long ago, and whose holders were not told."""
    told = select(Event.number).where(
        Event.action == TOLD,
        Event.subject_kind == Certificate.__tablename__,
        Event.subject_id == Certificate.id,
        Event.at > Certificate.suspended_until,
    )
    query = select(Certificate.id).where(
        Certificate.suspended_until < day,
        Certificate.suspended_until >= day - LOOK_BACK,
        Certificate.valid_until >= day,
        Certificate.withdrawn_on.is_(None),
        Certificate.superseded_on.is_(None),
        ~told.exists(),
    )
    return db.session.scalars(query.order_by(Certificate.id)).all()


def tell_of_end(certificate_id: int, day: date) -> None:
    """Write the mail and the event, unless another worker did."""
    db.session.execute(select(Certificate.id).where(Certificate.id == certificate_id).with_for_update())
    certificate = db.session.get_one(Certificate, certificate_id, populate_existing=True)
    last = certificate.suspended_until
    if last is None or last >= day or _was_told(certificate, last):
        return
    record(TOLD, certificate, until=last.isoformat())
    notices.tell_of_status(certificate, "certificate_suspension_ended")


def _was_told(certificate: Certificate, last: date) -> bool:
    return any(
        event.action == TOLD and event.details["until"] == last.isoformat() for event in timeline(certificate)
    )
