"""Adding to the hash-chained log. `verifying` checks it."""

import hashlib
from typing import Any

import rfc8785
from sqlalchemy import select

from labelapp.clock import now
from labelapp.events.models import ChainHead, Event
from labelapp.extensions import db

GENESIS = "0" * 64


def record(action: str, subject: Any, actor: Any = None, **details: Any) -> Event:
    """Add an event about `subject` (a row with an `id`) to the end of the log.

    `action` is a stable dotted name such as `assessment.submitted`; `details` hold JSON values without
    secrets or scores that others may not see yet. `actor` is the account that acted, None for the system.
    """
    db.session.flush()
    head = _locked_head()
    event = Event(
        number=head.number + 1,
        at=now(),
        actor_id=getattr(actor, "id", None),
        action=action,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        details=details,
        previous_hash=head.hash,
    )
    event.hash = event_hash(event)
    head.number, head.hash = event.number, event.hash
    db.session.add(event)
    db.session.flush()
    return event


def _locked_head() -> ChainHead:
    head = db.session.get(ChainHead, 1, with_for_update=True, populate_existing=True)
    if head is None:
        head = ChainHead(id=1, number=0, hash=GENESIS)
        db.session.add(head)
        db.session.flush()
    return head


def event_content(event: Event) -> dict[str, Any]:
    """Everything in the row but the hash itself, as JSON values."""
    return {
        "number": event.number,
        "at": event.at.isoformat(),
        "actor": event.actor_id,
        "action": event.action,
        "subject": [event.subject_kind, event.subject_id],
        "details": event.details,
        "previous": event.previous_hash,
    }


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 (hex) over the canonical JSON (RFC 8785) of what `event_content` returns."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def event_hash(event: Event) -> str:
    """The hash that the row should carry."""
    return content_hash(event_content(event))


def timeline(subject: Any) -> list[Event]:
    """The events of one row, oldest first."""
    query = select(Event).where(Event.subject_kind == subject.__tablename__, Event.subject_id == subject.id)
    return list(db.session.scalars(query.order_by(Event.number)))
