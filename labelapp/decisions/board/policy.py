"""Who may do what in a session. Whether a session or a case is closed is no question of rights: that is a 409."""

from typing import Any

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_board, is_secretariat
from labelapp.clusters.policy import is_in_team
from labelapp.decisions.board.models import AgendaItem, BoardSession, Deferral, SessionKind, SessionState
from labelapp.decisions.policy import may_decide, may_take_part, took_part
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from labelapp.reviews.policy import has_conflict, has_declared_clear, may_assign


def may_see_sessions(user: Any) -> bool:
    """The list of sessions: the board, and the secretariat that prepares them."""
    return is_board(user) or is_secretariat(user)


def may_prepare_sessions(user: Any) -> bool:
    """The secretariat plans sessions; it never votes."""
    return is_secretariat(user)


def may_prepare(user: Any, session: BoardSession) -> bool:
    """Change a session and its agenda."""
    return may_prepare_sessions(user)


def may_see_session(user: Any, session: BoardSession) -> bool:
    """The secretariat; the board from the invitation on."""
    return is_secretariat(user) or (is_board(user) and session.state is not SessionState.PLANNED)


def may_see_case(user: Any, review: Review) -> bool:
    """A line of an agenda or of minutes: nobody with an interest, and nobody of the board who took part in the case."""
    if is_board(user):
        return not has_conflict(user, review) and not took_part(user, review)
    return may_assign(user, review)


def may_place(user: Any, review: Review) -> bool:
    """Put a case on an agenda, take it off, move it, draw up a proposal."""
    return may_assign(user, review)


def may_prepare_item(user: Any, item: AgendaItem) -> bool:
    """The same for a case on an agenda."""
    return may_place(user, item.review)


def may_vote(user: Any, item: AgendaItem) -> bool:
    """The board, after declaring; without those who assessed, observed, interviewed or have an interest."""
    return may_see_session(user, item.session) and may_decide(user, item.review)


def chair_of(item: AgendaItem) -> User | None:
    """Who chairs a case: the chair, else the deputy when the chair is recused; None when both are."""
    people = (item.session.chair, item.session.deputy)
    return next((one for one in people if one is not None and is_entitled(one, item)), None)


def may_chair(user: Any, item: AgendaItem) -> bool:
    """State the outcome of a case in a meeting, after declaring; a silent procedure ends by itself."""
    chair = chair_of(item)
    if item.session.kind is not SessionKind.MEETING or chair is None:
        return False
    return chair.id == user.id and may_vote(user, item)


def signatory_of(item: AgendaItem) -> User | None:
    """Who stands for the outcome of a silent procedure: the chair or the deputy, whoever has declared."""
    people = (item.session.chair, item.session.deputy)
    return next((one for one in people if one is not None and may_vote(one, item)), None)


def may_end(user: Any, session: BoardSession) -> bool:
    """End a meeting: its chair, the deputy, or the secretariat."""
    if session.kind is SessionKind.SILENT or not may_see_session(user, session):
        return False
    return is_secretariat(user) or user.id in (session.chair_id, session.deputy_id)


def is_entitled(user: User, item: AgendaItem) -> bool:
    """Counted among those who may vote once they have declared that they have no interest."""
    return may_take_part(user, item.review)


def may_read_deferral(user: Any, deferral: Deferral) -> bool:
    """The team of the cluster organisation, the secretariat, and the board without interest in the case."""
    review = deferral.review
    if is_in_team(user, cluster_of(review)):
        return True
    if is_secretariat(user):
        return not has_conflict(user, review)
    return is_board(user) and not took_part(user, review) and has_declared_clear(user, review)
