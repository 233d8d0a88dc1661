"""Preparing a session: its day and chair, the cases on its agenda, proposals, the invitation."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_board
from labelapp.clock import now, today
from labelapp.decisions.board import notices
from labelapp.decisions.board.agenda import hold_session
from labelapp.decisions.board.models import AgendaItem, BoardSession, SessionKind, SessionState
from labelapp.decisions.board.ruling import Ruling, as_json, check_ruling
from labelapp.decisions.board.silent import queue_ending
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.models import Review
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days


@dataclass(frozen=True)
class SessionFacts:
    """What a session is. `held_on` belongs to a meeting; a silent procedure gets its deadline when it begins."""

    title: str
    kind: SessionKind
    chair: User
    deputy: User | None = None
    held_on: date | None = None


def plan_session(facts: SessionFacts, by: User) -> BoardSession:
    """Set up a session with an empty agenda.

    Raises InvalidInput (422) for a meeting without a day or in the past, or a chair who is not of the board.
    """
    _check_facts(facts)
    session = BoardSession(state=SessionState.PLANNED, created_at=now(), created_by_id=by.id)
    _write(session, facts)
    db.session.add(session)
    db.session.flush()
    record("board.planned", session, actor=by, kind=facts.kind.value)
    return session


def change_session(session: BoardSession, facts: SessionFacts, by: User) -> None:
    """Change title, day or chair. The kind stays once the board is invited, and everything when it has ended.

    Raises DomainError (409) and InvalidInput (422).
    """
    hold_session(session, SessionState.PLANNED, SessionState.OPEN)
    _check_facts(facts)
    if session.state is SessionState.OPEN and facts.kind is not session.kind:
        raise DomainError(_("The board is invited already: the kind of this session stays as it is."))
    _write(session, facts)
    db.session.flush()
    record("board.changed", session, actor=by, chair=session.chair_id, deputy=session.deputy_id)


def _write(session: BoardSession, facts: SessionFacts) -> None:
    session.title, session.kind = facts.title.strip(), facts.kind
    session.chair, session.deputy = facts.chair, facts.deputy
    session.held_on = facts.held_on if facts.kind is SessionKind.MEETING else None


def _check_facts(facts: SessionFacts) -> None:
    if not facts.title.strip():
        raise InvalidInput(_("Write a title."))
    if facts.kind is SessionKind.MEETING and (facts.held_on is None or facts.held_on < today()):
        raise InvalidInput(_("Enter the day of the meeting; it does not lie in the past."))
    if not is_board(facts.chair) or (facts.deputy is not None and not is_board(facts.deputy)):
        raise InvalidInput(_("The chair and the deputy are members of the board."))
    if facts.deputy is not None and facts.deputy.id == facts.chair.id:
        raise InvalidInput(_("Choose somebody else as deputy than the chair."))


def propose(item: AgendaItem, ruling: Ruling, by: User) -> None:
    """Draw up what a silent procedure decides unless the board votes otherwise.

    Raises DomainError (409) once the procedure has begun, InvalidInput (422) for a ruling that could not be stated.
    """
    hold_session(item.session, SessionState.PLANNED)
    check_ruling(item.review, ruling)
    item.proposal = as_json(ruling)
    record("board.proposed", item, actor=by, outcome=ruling.choice.value)


def invite_board(session: BoardSession, by: User) -> None:
    """Open the session: the board reads, declares and votes. A silent procedure gets its deadline.

    It is the latest of the deadlines that the schemes give its cases. Raises DomainError (409) for an empty agenda,
    a second invitation, or a case of a silent procedure without a proposal.
    """
    hold_session(session, SessionState.PLANNED)
    if not session.items:
        raise DomainError(_("Put at least one case on the agenda first."))
    if session.kind is SessionKind.SILENT:
        if any(item.proposal is None for item in session.items):
            raise DomainError(
                _("Draw up a proposal for every case first: a silent procedure ends by itself.")
            )
        session.deadline = max(_deadline(item.review) for item in session.items)
    session.state, session.invited_at = SessionState.OPEN, now()
    db.session.flush()
    record("board.invited", session, actor=by, deadline=str(session.deadline or session.held_on))
    if session.kind is SessionKind.SILENT:
        queue_ending(session)
    notices.tell_of_invitation(session, session.items)


def _deadline(review: Review) -> date:
    return add_working_days(today(), scheme_of(review).procedure.silent_days, cluster_of(review).country)
