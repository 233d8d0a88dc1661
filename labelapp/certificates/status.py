"""The status of a certificate on a day: never stored, derived in Python for one and in SQL for many."""

from datetime import date

from sqlalchemy import ColumnElement, and_, case, literal

from labelapp.certificates.models import Certificate, Origin
from labelapp.schemes.months import add_months
from labelapp.schemes.validity import Status, status_on

EXPIRING_MONTHS = 6
IN_FORCE = frozenset({Status.VALID, Status.EXPIRING})


def status_of(certificate: Certificate, day: date) -> Status:
    """The status on a day."""
    return status_on(
        day,
        valid_until=certificate.valid_until,
        renewable_until=certificate.renewable_until,
        expiring_months=EXPIRING_MONTHS,
        withdrawn=certificate.withdrawn_on,
        suspended=certificate.suspended_on,
        superseded=certificate.superseded_on,
    )


def has_begun(certificate: Certificate, day: date) -> bool:
    """Whether the first day of validity has come: a renewal is issued before the earlier certificate expires."""
    return certificate.valid_from <= day


def is_given_out(certificate: Certificate, day: date) -> bool:
    """Whether its file is handed to readers: not while it is suspended or withdrawn.

    Nor that of a certificate taken over from an earlier register: its document is the one that was handed out there.
    """
    ended = status_of(certificate, day) in (Status.WITHDRAWN, Status.SUSPENDED)
    return not ended and certificate.origin is Origin.ISSUED


def status_expression(day: date) -> ColumnElement[str]:
    """`status_of` for queries: the value of `Status` of each row."""
    ended: list[tuple[ColumnElement[bool], str]] = [
        (Certificate.withdrawn_on <= day, Status.WITHDRAWN.value),
        (Certificate.suspended_on <= day, Status.SUSPENDED.value),
        (Certificate.superseded_on <= day, Status.SUPERSEDED.value),
    ]
    by_date: list[tuple[ColumnElement[bool], str]] = [
        (
            and_(Certificate.valid_until < day, Certificate.renewable_until >= day),
            Status.EXPIRED_RENEWABLE.value,
        ),
        (Certificate.valid_until < day, Status.EXPIRED.value),
        (Certificate.valid_until <= add_months(day, EXPIRING_MONTHS), Status.EXPIRING.value),
    ]
    return case(*ended, *by_date, else_=literal(Status.VALID.value))


def in_force(day: date) -> ColumnElement[bool]:
    """A condition: begun, and valid or expiring."""
    return and_(
        Certificate.valid_from <= day,
        status_expression(day).in_([status.value for status in IN_FORCE]),
    )
