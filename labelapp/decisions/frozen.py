"""Whether the minutes of the board are still what the log fixed."""

from labelapp.decisions.board.models import BoardSession
from labelapp.events.models import Event
from labelapp.extensions import db
from labelapp.reviews.record import content_hash


def minutes_problem(event: Event) -> str | None:
    """What is wrong with the minutes that an event `board.ended` fixed."""
    session = db.session.get(BoardSession, event.subject_id)
    if session is None or session.minutes is None:
        return "the minutes that it fixed are missing"
    fixed = event.details.get("minutes")
    if content_hash(session.minutes) != fixed or session.minutes_sha256 != fixed:
        return f"minutes of session {session.id} were changed after they were frozen"
    return None
