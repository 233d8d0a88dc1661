"""The one clock. Every operation that needs the time asks here, so that a test or a demonstration can set it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from flask import Flask, current_app

Clock = Callable[[], datetime]


def init_clock(app: Flask, today: date | None) -> None:
    """Install the system clock, or one that stands on the given day and goes on from there."""
    start = datetime.now(UTC)
    offset = datetime.combine(today, time(start.hour, start.minute, tzinfo=UTC)) - start if today else None
    app.extensions["clock"] = (lambda: datetime.now(UTC) + offset) if offset else (lambda: datetime.now(UTC))


def set_clock(app: Flask, clock: Clock) -> None:
    """Replace the clock of this app."""
    app.extensions["clock"] = clock


def now() -> datetime:
    """The present moment, in UTC."""
    clock: Clock = current_app.extensions["clock"]
    return clock()


def today() -> date:
    """The present day, in UTC."""
    return now().date()
