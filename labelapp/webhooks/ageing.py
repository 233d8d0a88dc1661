"""What the daily work does: tell what no event says, because time alone brought it about, and forget old messages."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from labelapp.certificates.models import Certificate
from labelapp.certificates.status import IN_FORCE, status_expression
from labelapp.extensions import db
from labelapp.schemes.validity import Status
from labelapp.webhooks.kinds import Kind
from labelapp.webhooks.models import Delivery
from labelapp.webhooks.news import News, of_certificate
from labelapp.webhooks.spreading import tell

# How far back is looked, in case no worker ran for some days; shorter than messages are kept, or they came twice.
LOOK_BACK = timedelta(days=30)
KEPT = timedelta(days=90)
_EXPIRED = frozenset({Status.EXPIRED, Status.EXPIRED_RENEWABLE})


def find_expired(day: date) -> Iterable[int]:
    """The certificates whose last day has passed and that nothing else had ended before."""
    return _passed(Certificate.valid_until.expression, _EXPIRED, day)


def tell_of_expiry(certificate_id: int, day: date) -> None:
    """Once to each endpoint."""
    certificate = db.session.get_one(Certificate, certificate_id)
    _tell("expiry", Kind.EXPIRED, certificate, certificate.valid_until, day)


def find_suspensions_over(day: date) -> Iterable[int]:
    """The certificates that hold again, as their suspension named its last day and it has passed."""
    return _passed(Certificate.suspended_until.expression, IN_FORCE, day)


def tell_of_end_of_suspension(certificate_id: int, day: date) -> None:
    """Once to each endpoint."""
    certificate = db.session.get_one(Certificate, certificate_id)
    if certificate.suspended_until is not None:
        _tell("end of suspension", Kind.REINSTATED, certificate, certificate.suspended_until, day)


def find_old(day: date) -> Iterable[int]:
    """The messages that are too old to be kept, whether they arrived or not."""
    begin = datetime.combine(day - KEPT, time(), UTC)
    return list(db.session.scalars(select(Delivery.id).where(Delivery.created_at < begin)))


def forget(delivery_id: int, day: date) -> None:
    """Delete one."""
    db.session.delete(db.session.get_one(Delivery, delivery_id))


def _passed(last: ColumnElement[Any], statuses: frozenset[Status], day: date) -> list[int]:
    """The certificates of some status on a day with a last day not long before it."""
    query = select(Certificate.id).where(
        last.between(day - LOOK_BACK, day - timedelta(days=1)),
        status_expression(day).in_([status.value for status in statuses]),
    )
    return list(db.session.scalars(query.order_by(Certificate.id)))


def _tell(what: str, kind: Kind, certificate: Certificate, last: date, day: date) -> None:
    first = datetime.combine(last + timedelta(days=1), time(), UTC)
    source = f"{what} {certificate.id} {last.isoformat()}"
    data = of_certificate(certificate, day)
    tell(News(source, (kind, Kind.CHANGED), first, certificate.cluster, data))
