"""From the log to deliveries: the log is the truth, so nobody who records an event has to think of webhooks.

Events are numbered without gaps and become visible in that order, because the end of the chain is locked until the
transaction of each is over. So one number says what was read, and it moves on in the transaction that writes the
deliveries: each event is told once to each endpoint, whenever a worker dies and however many there are.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelapp.clock import now, today
from labelapp.consortium.remit import is_in_remit
from labelapp.events.models import ChainHead, Event
from labelapp.extensions import db
from labelapp.webhooks.kinds import TOLD_AS, first_chosen
from labelapp.webhooks.models import Delivery, Endpoint, LogReader
from labelapp.webhooks.news import News, message, news_of

MOST = 500  # events that are read in one transaction


def spread_news() -> int:
    """Write the deliveries of what was logged since the last time; return how many. Commits."""
    reader = _locked_reader()
    head = db.session.scalar(select(ChainHead.number)) or 0
    written = 0
    if reader.number < head:
        # The endpoints after the head: one that is added in between counts from a later event on.
        endpoints = _endpoints_on()
        begin = max(reader.number, min((one.since for one in endpoints), default=head))
        events = _events(begin, head)
        written = _write_all(endpoints, news_of(events, today()))
        reader.number = events[-1].number if len(events) == MOST else head
    db.session.commit()
    return written


def tell(news: News) -> None:
    """Write the deliveries of something that time alone brought about, which is in no log, to whoever lacks it."""
    told = set(db.session.scalars(select(Delivery.endpoint_id).where(Delivery.source == news.source)))
    waiting = [one for one in _endpoints_on() if one.id not in told and one.on_since <= news.at]
    _write_all(waiting, [news])


def may_know(endpoint: Endpoint, news: News) -> bool:
    """Whether something may be told to an endpoint.

    Cluster organisations are told what is their own, others what is public; partners of those in their remit.
    """
    if endpoint.cluster_id is not None:
        return endpoint.cluster_id == news.cluster.id
    if news.is_of_a_case:
        return False
    return endpoint.partner is None or is_in_remit(endpoint.partner, news.cluster)


def add_delivery(endpoint: Endpoint, kind: str, body: tuple[str, str], source: str | None = None) -> Delivery:
    """Write a message that is due at once. `body`: its id and its text, from `message`."""
    delivery = Delivery(
        endpoint=endpoint,
        source=source,
        message_id=body[0],
        kind=kind,
        body=body[1],
        created_at=now(),
        next_try_at=now(),
    )
    db.session.add(delivery)
    return delivery


def _write_all(endpoints: Sequence[Endpoint], all_news: Iterable[News]) -> int:
    written = 0
    for news in all_news:
        for endpoint in endpoints:
            kind = first_chosen(news.kinds, endpoint.kinds)
            late = 0 < news.number <= endpoint.since
            if kind is not None and not late and may_know(endpoint, news):
                add_delivery(endpoint, kind, message(kind, news.at, news.data), news.source)
                written += 1
    return written


def _endpoints_on() -> Sequence[Endpoint]:
    query = select(Endpoint).where(Endpoint.off_at.is_(None)).options(joinedload(Endpoint.partner))
    return db.session.scalars(query.order_by(Endpoint.id)).all()


def _events(begin: int, end: int) -> Sequence[Event]:
    query = select(Event).where(Event.number > begin, Event.number <= end, Event.action.in_(TOLD_AS))
    return db.session.scalars(query.order_by(Event.number).limit(MOST)).all()


def _locked_reader() -> LogReader:
    reader = db.session.get(LogReader, 1, with_for_update=True, populate_existing=True)
    if reader is None:
        reader = LogReader(id=1, number=0)
        db.session.add(reader)
        db.session.flush()
    return reader
