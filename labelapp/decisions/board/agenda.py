"""The agenda of a session: cases put on it, taken off, in their order."""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.decisions.board import notices
from labelapp.decisions.board.models import AgendaItem, BoardSession, ItemState, SessionKind, SessionState
from labelapp.decisions.board.queries import was_moved
from labelapp.decisions.operations import check_undecided
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.case import scheme_of
from labelapp.reviews.models import Review
from labelapp.web.errors import DomainError


def add_case(session: BoardSession, review: Review, by: User | None) -> AgendaItem:
    """Put a case at the end of the agenda.

    Raises DomainError (409) when the case is decided or stands on another agenda, or when a silent procedure has
    begun or did not end this case before.
    """
    hold_session(session, SessionState.PLANNED, SessionState.OPEN)
    check_undecided(review)
    if session.kind is SessionKind.SILENT:
        _require_planned(session)
        if was_moved(review):
            raise DomainError(
                _("A silent procedure did not end this case. Put it on the agenda of a meeting.")
            )
    item = AgendaItem(
        review=review,
        position=max((one.position for one in session.items), default=0) + 1,
        quorum=scheme_of(review).procedure.quorum,
        state=ItemState.OPEN,
    )
    try:
        with db.session.begin_nested():
            session.items.append(item)
    except IntegrityError as error:
        raise DomainError(_("This case stands on an agenda already.")) from error
    record("board.case_added", session, actor=by, review=review.id)
    return item


def add_cases(session: BoardSession, reviews: Iterable[Review], by: User) -> None:
    """Put cases on the agenda; the board of a meeting to which it is invited already is told of them."""
    items = [add_case(session, review, by) for review in reviews]
    if session.state is SessionState.OPEN:
        notices.tell_of_invitation(session, items)


def remove_case(item: AgendaItem, by: User) -> None:
    """Take a case off the agenda. Raises DomainError (409) once somebody voted on it, or it is closed."""
    hold_session(item.session, SessionState.PLANNED, SessionState.OPEN)
    if item.votes or item.state is not ItemState.OPEN:
        raise DomainError(_("Somebody voted on this case already. It stays on the agenda."))
    if item.session.kind is SessionKind.SILENT:
        _require_planned(item.session)
    session, review_id = item.session, item.review_id
    session.items.remove(item)
    db.session.delete(item)
    db.session.flush()
    record("board.case_removed", session, actor=by, review=review_id)


def move_case(item: AgendaItem, up: bool) -> None:
    """Change places with the case before or after it; at the end of the list nothing happens."""
    hold_session(item.session, SessionState.PLANNED, SessionState.OPEN)
    order = sorted(item.session.items, key=lambda one: (one.position, one.id))
    place = order.index(item)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for position, one in enumerate(order, start=1):
        one.position = position
    db.session.flush()


def _require_planned(session: BoardSession) -> None:
    if session.state is not SessionState.PLANNED:
        raise DomainError(_("This silent procedure has begun: its agenda stays as it is."))


def hold_session(session: BoardSession, *allowed: SessionState) -> None:
    """Lock the row and read it afresh: what two people do in a session comes one after the other.

    Raises DomainError (409) in another state.
    """
    db.session.flush()
    db.session.execute(select(BoardSession.id).where(BoardSession.id == session.id).with_for_update())
    db.session.refresh(session)
    if session.state in allowed:
        return
    if session.state is SessionState.CLOSED:
        raise DomainError(_("This session has ended."))
    if session.state is SessionState.PLANNED:
        raise DomainError(_("The board is not invited yet."))
    raise DomainError(_("The board is invited already."))
