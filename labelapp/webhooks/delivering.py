"""Sending what waits. At most one message is on its way to each endpoint, so a slow one keeps nobody else waiting.

No transaction is open meanwhile. A message is claimed before it is sent, with the moment of its next attempt: when the
worker dies it is sent again then, with the same id, by which receivers know it.
"""

import functools
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelapp.clock import now
from labelapp.extensions import db
from labelapp.web.errors import InvalidInput
from labelapp.webhooks.addresses import read_target
from labelapp.webhooks.models import Delivery, Endpoint, OffReason, Problem
from labelapp.webhooks.operations import switch_off_by_itself
from labelapp.webhooks.schedule import MOST_ATTEMPTS, PATIENCE, wait_after
from labelapp.webhooks.sending import Answer, post
from labelapp.webhooks.signing import UnreadableSecret, signature, take_out
from labelapp.webhooks.spreading import spread_news

AT_ONCE = 8
MOST = 200  # attempts in one round
Send = Callable[..., Answer]  # as `sending.post`


@dataclass(frozen=True)
class Attempt:
    """A message that was claimed, and what sends it; `send` runs in a thread without database."""

    delivery_id: int
    endpoint_id: int
    send: Callable[[], Answer]


def tell_endpoints() -> int:
    """One round of the worker: read the log, send what is due; return how many messages arrived."""
    spread_news()
    return deliver_due()


def deliver_due(send: Send = post, most: int = MOST) -> int:
    """Send what is due, to several endpoints at once; return how many messages arrived.

    An endpoint that did not take a message is left alone for the rest of the round.
    """
    arrived = started = 0
    running: dict[Future[Answer], Attempt] = {}
    left_alone: set[int] = set()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while True:
            while len(running) < AT_ONCE and started < most:
                busy = left_alone | {one.endpoint_id for one in running.values()}
                attempt = _claim_next(busy, send)
                if attempt is None:
                    break
                running[pool.submit(attempt.send)] = attempt
                started += 1
            if not running:
                return arrived
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                attempt, answer = running.pop(future), future.result()
                note_answer(attempt.delivery_id, answer)
                if answer.problem is None:
                    arrived += 1
                else:
                    left_alone.add(attempt.endpoint_id)


def _claim_next(busy: set[int], send: Send) -> Attempt | None:
    query = (
        select(Delivery)
        .join(Delivery.endpoint)
        .where(Delivery.next_try_at <= now(), Endpoint.off_at.is_(None), Delivery.endpoint_id.not_in(busy))
        .options(joinedload(Delivery.endpoint))
        .order_by(Delivery.next_try_at, Delivery.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Delivery)
    )
    delivery = db.session.scalars(query).first()
    attempt = None
    if delivery is not None:
        delivery.attempts += 1
        delivery.tried_at = now()
        delivery.next_try_at = now() + wait_after(delivery.attempts)
        attempt = Attempt(delivery.id, delivery.endpoint_id, _prepared(delivery, send))
    db.session.commit()
    return attempt


def _prepared(delivery: Delivery, send: Send) -> Callable[[], Answer]:
    """What sends a message, signed for this attempt; or what says at once why it cannot be sent."""
    endpoint = delivery.endpoint
    timestamp = int(now().timestamp())
    try:
        target = read_target(endpoint.address)
        keys = [take_out(endpoint.secret)]
        if endpoint.old_secret and endpoint.old_secret_until and endpoint.old_secret_until > now():
            keys.append(take_out(endpoint.old_secret))
    except InvalidInput:  # taken when the instance was a demonstration
        return functools.partial(Answer, Problem.PRIVATE)
    except UnreadableSecret:
        return functools.partial(Answer, Problem.SECRET)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "labelapp-webhooks",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(delivery.message_id, timestamp, delivery.body, keys),
    }
    return functools.partial(send, target, headers, delivery.body.encode())


def note_answer(delivery_id: int, answer: Answer) -> None:
    """Keep what came of an attempt; an endpoint that is gone, or took nothing for days, is switched off. Commits."""
    delivery = db.session.get(Delivery, delivery_id, with_for_update=True, populate_existing=True)
    if delivery is not None:  # else it was removed with its endpoint meanwhile
        delivery.code, delivery.duration = answer.code, answer.duration
        delivery.problem, delivery.answer = answer.problem, answer.text
        if answer.problem is None:
            delivery.delivered_at, delivery.next_try_at = now(), None
            delivery.endpoint.failing_since = None
        else:
            _note_failure(delivery, answer)
    db.session.commit()


def _note_failure(delivery: Delivery, answer: Answer) -> None:
    endpoint = delivery.endpoint
    endpoint.failing_since = endpoint.failing_since or now()
    if delivery.attempts >= MOST_ATTEMPTS or answer.is_gone:
        delivery.next_try_at = None
    if endpoint.off_at is not None:
        return
    if answer.is_gone:
        switch_off_by_itself(endpoint, OffReason.GONE)
    elif now() - endpoint.failing_since >= PATIENCE:
        switch_off_by_itself(endpoint, OffReason.FAILING)
