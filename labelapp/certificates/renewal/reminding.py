"""The invitation to renew and the mails that remind of it: each is written once, by whichever worker comes first."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from labelapp.certificates.holders import speakers
from labelapp.certificates.models import Certificate
from labelapp.certificates.renewal.models import RenewalReminder
from labelapp.certificates.renewal.queries import reminded, under_way, waiting_on
from labelapp.certificates.rules import surveillance_rules
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.schemes.renewal import Reminder, due_reminder
from labelapp.web.links import public_link


def find_waiting(day: date) -> Iterable[int]:
    """The certificates about which a mail is due that was not written yet; one statement for all of them."""
    last = func.max(RenewalReminder.due_on).label("last")
    facts = (Certificate.scheme_code, Certificate.scheme_version, Certificate.valid_until)
    query = (
        select(Certificate.id, *facts, Certificate.renewable_until, last)
        .outerjoin(RenewalReminder, RenewalReminder.certificate_id == Certificate.id)
        .where(*waiting_on(day))
        .group_by(Certificate.id)
    )
    for row in db.session.execute(query.order_by(Certificate.id)).all():
        due = due_reminder(surveillance_rules(row), row.valid_until, row.renewable_until, day)
        if due is not None and (row.last is None or row.last < due.on):
            yield row.id


def remind(certificate_id: int, day: date) -> None:
    """Write the newest mail that is due, unless it, or a later one, was written."""
    certificate = db.session.get_one(Certificate, certificate_id)
    rule = surveillance_rules(certificate)
    due = due_reminder(rule, certificate.valid_until, certificate.renewable_until, day)
    if due is None or reminded(certificate, due.on):
        return
    if _claim(certificate, due):
        _write(certificate, due, day)


def _claim(certificate: Certificate, due: Reminder) -> bool:
    """Whether this run is the one that writes the mail: the row is there once."""
    reminder = RenewalReminder(certificate=certificate, code=due.code, due_on=due.on, written_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(reminder)
    except IntegrityError:
        return False
    record("renewal.reminded", reminder, code=due.code, certificate=certificate.id)
    return True


def _write(certificate: Certificate, due: Reminder, day: date) -> None:
    """To those who speak for the holder. What the mail says is true on the day on which it is written."""
    started = under_way(certificate)
    for person in speakers(certificate):
        queue_mail(
            person.email,
            person.locale,
            "renewal_reminder",
            person=person,
            certificate=certificate,
            opens=due.code == "opens",
            expired=certificate.valid_until < day,
            under_way=started is not None,
            url=public_link("renewal.show", code=certificate.code),
        )
