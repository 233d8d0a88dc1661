"""Marking a certificate for its surveillance, and writing down what was found."""

from datetime import date

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.certificates.models import Certificate
from labelapp.certificates.surveillance.models import SurveillanceMark
from labelapp.certificates.surveillance.reminders import queue_reminder
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput


def check_mark(note: str, due_on: date | None) -> None:
    """Raise InvalidInput (422) without words, or without a day that is still to come."""
    if not note.strip():
        raise InvalidInput(_("Write what the surveillance is to look at."))
    if due_on is None or due_on < today():
        raise InvalidInput(_("Say by which day the surveillance looks at it; it must not be past."))


def mark_certificate(
    certificate: Certificate, note: str, due_on: date, by: User, complaint_id: int | None = None
) -> SurveillanceMark:
    """Mark a certificate. The event is on the mark and not on the certificate, whose log anybody reads."""
    check_mark(note, due_on)
    mark = SurveillanceMark(
        certificate=certificate,
        complaint_id=complaint_id,
        marked_on=today(),
        note=note.strip(),
        marked_by=by,
        due_on=due_on,
    )
    db.session.add(mark)
    db.session.flush()
    record("surveillance.marked", mark, actor=by, certificate=certificate.id, due_on=due_on.isoformat())
    queue_reminder(mark)
    return mark


def conclude(mark: SurveillanceMark, finding: str, by: User) -> None:
    """Write down what was found, once. Raises DomainError (409) a second time, InvalidInput (422) for nothing."""
    db.session.refresh(mark, with_for_update=True)
    if mark.done_at is not None:
        raise DomainError(_("What was found is written down already."))
    if not finding.strip():
        raise InvalidInput(_("Write what was found."))
    mark.finding, mark.done_at, mark.done_by = finding.strip(), now(), by
    db.session.flush()
    record("surveillance.concluded", mark, actor=by)
