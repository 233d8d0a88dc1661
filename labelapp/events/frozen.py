"""What the log fixed: rows elsewhere whose content, or its hash, stands in an event of the log.

The packages that freeze something say how to compare it with its event; this one knows nothing about them.
"""

from collections.abc import Callable, Iterator

from flask import Flask, current_app
from sqlalchemy import select

from labelapp.events.models import Event
from labelapp.extensions import db

# What is wrong with the row that an event fixed, None when it is as it was.
Check = Callable[[Event], str | None]
_KEY = "frozen rows"


def check_frozen(app: Flask, action: str, check: Check) -> None:
    """Compare with the log whatever an event of this action fixed."""
    app.extensions.setdefault(_KEY, {})[action] = check


def changed_rows() -> Iterator[tuple[Event, str]]:
    """Every event whose frozen row is not what it was, with what is wrong. One row is in memory at a time."""
    checks: dict[str, Check] = current_app.extensions.get(_KEY, {})
    numbers = select(Event.number).where(Event.action.in_(checks)).order_by(Event.number)
    for number in list(db.session.scalars(numbers)):
        event = db.session.get_one(Event, number)
        problem = checks[event.action](event)
        if problem:
            yield event, problem
        db.session.expire_all()
