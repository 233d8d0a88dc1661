"""In a session: votes, the outcome of a case, and the end with its minutes."""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.decisions.board import notices
from labelapp.decisions.board.agenda import hold_session
from labelapp.decisions.board.concluding import conclude, move_to_meeting
from labelapp.decisions.board.counting import Choice, Tally
from labelapp.decisions.board.minutes import freeze_minutes
from labelapp.decisions.board.models import (
    AgendaItem,
    BoardSession,
    ItemState,
    SessionKind,
    SessionState,
    Vote,
)
from labelapp.decisions.board.queries import board_members, tally_of
from labelapp.decisions.board.ruling import Ruling, check_choice, check_ruling
from labelapp.decisions.operations import check_undecided
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.interests.changes import require_confirmed
from labelapp.web.errors import DomainError, InvalidInput


def cast_vote(item: AgendaItem, choice: Choice, reasons: str, by: User) -> Vote:
    """Vote on a case, or vote anew: the latest vote counts.

    The log says that somebody voted, not what. Raises DomainError (409) when the case is closed, the deadline of a
    silent procedure has passed, or the declaration of interests is to be confirmed first; InvalidInput (422)
    without reasons, but for an abstention, or for an award that the rules of the scheme forbid.
    """
    _hold_open(item)
    check_undecided(item.review)
    require_confirmed(by, item.review)
    check_choice(item.review, choice)
    if choice is not Choice.ABSTAIN and not reasons.strip():
        raise InvalidInput(_("Write the reasons for your vote."))
    vote = Vote(user_id=by.id, choice=choice, reasons=reasons.strip(), cast_at=now())
    item.votes.append(vote)
    db.session.flush()
    record("board.voted", item, actor=by)
    return vote


def ask_for_meeting(item: AgendaItem, reason: str, by: User) -> None:
    """Object to the silent procedure: the case goes to a meeting at once.

    Raises DomainError (409) in a meeting or when the case is closed, InvalidInput (422) without a reason.
    """
    _hold_open(item)
    if item.session.kind is not SessionKind.SILENT:
        raise DomainError(_("This case is in a meeting already."))
    if not reason.strip():
        raise InvalidInput(_("Write why the board should meet about this case."))
    move_to_meeting(item, reason.strip(), by)


def check_outcome(item: AgendaItem, ruling: Ruling) -> Tally:
    """Raise what `close_case` would raise; return the votes."""
    tally = tally_of(item, board_members())
    if not tally.has_quorum:
        raise DomainError(
            _(
                "There is no quorum: %(cast)s of %(quorum)s votes were cast.",
                cast=tally.cast,
                quorum=tally.quorum,
            )
        )
    if ruling.choice not in tally.carried:
        raise InvalidInput(_("The outcome has to follow the majority of the votes."))
    check_ruling(item.review, ruling)
    return tally


def close_case(item: AgendaItem, ruling: Ruling, by: User) -> None:
    """State the outcome of a case in a meeting; what it leads to happens in the same transaction.

    Raises DomainError (409) without a quorum or for a closed case, InvalidInput (422) for an outcome that does not
    follow the majority or that could not be stated.
    """
    _hold_open(item)
    if item.session.kind is not SessionKind.MEETING:
        raise DomainError(_("A silent procedure ends by itself."))
    conclude(item, ruling, check_outcome(item, ruling), by)


def end_session(session: BoardSession, by: User | None) -> None:
    """End a session and freeze its minutes; the cases without an outcome wait for another one.

    Raises DomainError (409) when it is not open.
    """
    hold_session(session, SessionState.OPEN)
    for item in session.items:
        if item.state is ItemState.OPEN:
            item.state, item.closed_at = ItemState.LEFT, now()
    session.state, session.closed_at = SessionState.CLOSED, now()
    freeze_minutes(session)
    record("board.ended", session, actor=by, minutes=session.minutes_sha256)
    notices.tell_of_minutes(session)


def _hold_open(item: AgendaItem) -> None:
    hold_session(item.session, SessionState.OPEN)
    db.session.refresh(item)
    if item.state is not ItemState.OPEN:
        raise DomainError(_("This case is closed in this session."))
    deadline = item.session.deadline
    if deadline is not None and deadline < today():
        raise DomainError(_("The deadline of this silent procedure has passed."))
