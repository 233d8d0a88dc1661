"""A silent procedure ends by itself: a job that waits for the day after the deadline."""

from datetime import UTC, datetime, time, timedelta

from flask import Flask

from labelapp.clock import now
from labelapp.decisions.board.concluding import conclude, move_to_meeting
from labelapp.decisions.board.models import AgendaItem, BoardSession, ItemState, SessionState
from labelapp.decisions.board.policy import signatory_of
from labelapp.decisions.board.queries import board_members, session_by_id, tally_of
from labelapp.decisions.board.ruling import check_ruling, load_ruling
from labelapp.decisions.board.sitting import end_session
from labelapp.events.jobs import NotYet, queue_job, register_job
from labelapp.schemes.messages import mark
from labelapp.web.errors import DomainError

KIND = "end_silent_procedure"

# Kept in English and translated when somebody reads them.
NO_QUORUM = mark("Too few votes were cast for a quorum.")
NOT_CARRIED = mark("The votes do not carry the proposal.")
NO_CHAIR = mark("Neither the chair nor the deputy may decide on this case.")
NO_LONGER = mark("The proposal could not be carried out any more.")


def init_silent(app: Flask) -> None:
    """Register the job."""
    register_job(app, KIND, end_silent_procedure)


def queue_ending(session: BoardSession) -> None:
    """Ask for the end of the procedure."""
    queue_job(KIND, session_id=session.id)


def end_silent_procedure(session_id: int) -> None:
    """Close each case as proposed when the votes carry it, move the others to a meeting, and freeze the minutes.

    Raises NotYet until the deadline has passed.
    """
    session = session_by_id(session_id)
    if session is None or session.deadline is None or session.state is not SessionState.OPEN:
        return
    over = datetime.combine(session.deadline + timedelta(days=1), time(tzinfo=UTC))
    if now() < over:
        raise NotYet("the deadline has not passed", over - now())
    for item in session.items:
        if item.state is ItemState.OPEN:
            _end(item)
    end_session(session, by=None)


def _end(item: AgendaItem) -> None:
    tally, chair = tally_of(item, board_members()), signatory_of(item)
    ruling = load_ruling(item.proposal) if item.proposal else None
    if not tally.has_quorum:
        move_to_meeting(item, NO_QUORUM, None)
    elif ruling is None or tally.carried != {ruling.choice}:
        move_to_meeting(item, NOT_CARRIED, None)
    elif chair is None:
        move_to_meeting(item, NO_CHAIR, None)
    else:
        try:
            check_ruling(item.review, ruling)
        except DomainError:
            move_to_meeting(item, NO_LONGER, None)
        else:
            conclude(item, ruling, tally, chair)
