"""Moving the clock of the app, so that history is written at its own dates."""

from datetime import UTC, date, datetime, time, timedelta

from flask import current_app

from labelapp.clock import set_clock


def travel_to(day: date) -> None:
    """Let the clock stand at ten in the morning of a day and go on by a second at each look."""
    moment = datetime.combine(day, time(10), tzinfo=UTC)

    def tick() -> datetime:
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    set_clock(current_app._get_current_object(), tick)  # type: ignore[attr-defined]
