"""The daily work: tell of expiries, which no event says since time alone brings them, and forget old messages."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from labelapp.certificates.models import Certificate
from labelapp.certificates.status import status_expression
from labelapp.extensions import db
from labelapp.schemes.validity import Status
from labelapp.webhooks.kinds import Kind
from labelapp.webhooks.models import Delivery
from labelapp.webhooks.news import News, of_certificate
from labelapp.webhooks.spreading import tell

# How far back is looked, in case no worker ran for some days; shorter than messages are kept, or they came twice.
LOOK_BACK = timedelta(days=30)
KEPT = timedelta(days=90)
_EXPIRED = (Status.EXPIRED.value, Status.EXPIRED_RENEWABLE.value)


def find_expired(day: date) -> Iterable[int]:
    """The certificates whose last day has passed and that nothing else had ended before."""
    query = select(Certificate.id).where(
        Certificate.valid_until.between(day - LOOK_BACK, day - timedelta(days=1)),
        status_expression(day).in_(_EXPIRED),
    )
    return list(db.session.scalars(query.order_by(Certificate.id)))


def tell_of_expiry(certificate_id: int, day: date) -> None:
    """Once to each endpoint."""
    certificate = db.session.get_one(Certificate, certificate_id)
    last = certificate.valid_until
    first = datetime.combine(last + timedelta(days=1), time(), UTC)
    data = of_certificate(certificate, day)
    source = f"expiry {certificate_id} {last.isoformat()}"
    tell(News(source, (Kind.EXPIRED, Kind.CHANGED), first, certificate.cluster, data))


def find_old(day: date) -> Iterable[int]:
    """The messages that are too old to be kept, whether they arrived or not."""
    begin = datetime.combine(day - KEPT, time(), UTC)
    return list(db.session.scalars(select(Delivery.id).where(Delivery.created_at < begin)))


def forget(delivery_id: int, day: date) -> None:
    """Delete one."""
    db.session.delete(db.session.get_one(Delivery, delivery_id))
