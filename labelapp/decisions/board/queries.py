"""Reads of sessions, agendas and votes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from labelapp.accounts.models import Role, RoleName, User
from labelapp.assessments.models import Assessment, Submission
from labelapp.clock import today
from labelapp.clusters.models import TeamMember
from labelapp.decisions.board.counting import Tally, count_votes
from labelapp.decisions.board.models import (
    AgendaItem,
    BoardSession,
    Deferral,
    ItemState,
    SessionKind,
    SessionState,
    Vote,
)
from labelapp.decisions.board.policy import is_entitled, may_read_deferral, may_see_case, may_vote
from labelapp.decisions.models import Decision
from labelapp.decisions.queries import case_options
from labelapp.extensions import db
from labelapp.reviews.models import Report, Review, ReviewState

SESSIONS_SHOWN = 50
OWN_SHOWN = 5


@dataclass(frozen=True)
class Seats:
    """The board before a case: who may vote, and who is recused by an interest or by a part in the case."""

    entitled: list[User]
    recused: list[User]


def _sessions() -> Select[BoardSession]:
    items = selectinload(BoardSession.items)
    return select(BoardSession).options(
        joinedload(BoardSession.chair).lazyload(User.roles),
        joinedload(BoardSession.deputy).lazyload(User.roles),
        items.selectinload(AgendaItem.votes),
        *case_options(items.joinedload(AgendaItem.review, innerjoin=True)),
    )


def session_by_id(session_id: int) -> BoardSession | None:
    """A session with its agenda, and all that policies ask for."""
    return db.session.scalars(_sessions().where(BoardSession.id == session_id)).one_or_none()


def item_by_id(item_id: int) -> AgendaItem | None:
    """A case on an agenda."""
    session_id = db.session.scalar(select(AgendaItem.session_id).where(AgendaItem.id == item_id))
    session = session_by_id(session_id) if session_id else None
    return next((one for one in session.items if one.id == item_id), None) if session else None


def open_item(review: Review) -> AgendaItem | None:
    """The agenda on which a case stands now."""
    query = select(AgendaItem).where(AgendaItem.review_id == review.id, AgendaItem.state == ItemState.OPEN)
    return db.session.scalars(query).one_or_none()


def placed_reviews() -> set[int]:
    """The reviews that stand on an agenda now."""
    query = select(AgendaItem.review_id).where(AgendaItem.state == ItemState.OPEN)
    return set(db.session.scalars(query))


def sessions_of(user: Any, planned: bool) -> list[BoardSession]:
    """The latest sessions, the newest first; those that are planned only for who prepares them."""
    query = _sessions().order_by(BoardSession.id.desc()).limit(SESSIONS_SHOWN)
    if not planned:
        query = query.where(BoardSession.state != SessionState.PLANNED)
    return list(db.session.scalars(query))


def open_sessions() -> list[BoardSession]:
    """Sessions to which the board is invited."""
    query = _sessions().where(BoardSession.state == SessionState.OPEN)
    return list(db.session.scalars(query.order_by(BoardSession.id)))


def next_meeting() -> BoardSession | None:
    """The next meeting that has not ended."""
    query = select(BoardSession).where(
        BoardSession.kind == SessionKind.MEETING,
        BoardSession.state != SessionState.CLOSED,
        BoardSession.held_on >= today(),
    )
    return db.session.scalars(query.order_by(BoardSession.held_on, BoardSession.id)).first()


def visible_items(user: Any, session: BoardSession) -> list[AgendaItem]:
    """The agenda as one reader sees it: nothing of a case from which they are recused."""
    return [item for item in session.items if may_see_case(user, item.review)]


def read_reports(items: list[AgendaItem]) -> None:
    """Read the frozen reports of these cases in one statement; lists leave them for later."""
    query = select(Report).where(Report.review_id.in_([item.review_id for item in items]))
    db.session.scalars(query.options(undefer(Report.content))).all()


def placeable_cases(user: Any) -> list[Review]:
    """Cases with a final report and no decision that stand on no agenda, the oldest report first."""
    decided = exists().where(Decision.review_id == Review.id)
    placed = exists().where(AgendaItem.review_id == Review.id, AgendaItem.state == ItemState.OPEN)
    query = select(Review).options(*case_options()).join(Report, Report.review_id == Review.id)
    query = query.where(Review.state == ReviewState.REPORTED, ~decided, ~placed)
    found = db.session.scalars(query.order_by(Report.finalised_at, Review.id))
    return [review for review in found if may_see_case(user, review)]


def was_moved(review: Review) -> bool:
    """Whether the case was in a silent procedure already that did not end it."""
    query = select(exists().where(AgendaItem.review_id == review.id, AgendaItem.state == ItemState.MOVED))
    return bool(db.session.scalar(query))


def board_members() -> list[User]:
    """The members of the board, by name."""
    query = select(User).where(User.active, User.roles.any(Role.name == RoleName.BOARD.value))
    return sorted(db.session.scalars(query), key=lambda one: (one.name.lower(), one.id))


def seats_of(item: AgendaItem, members: list[User]) -> Seats:
    """Who of the board may vote on a case, and who may not."""
    entitled = [one for one in members if is_entitled(one, item)]
    return Seats(entitled, [one for one in members if one not in entitled])


def latest_votes(item: AgendaItem, members: list[User]) -> dict[int, Vote]:
    """The vote of each member that counts; a member who is recused since then has none."""
    entitled = {one.id for one in members if may_vote(one, item)}
    return {vote.user_id: vote for vote in item.votes if vote.user_id in entitled}


def tally_of(item: AgendaItem, members: list[User]) -> Tally:
    """The votes on a case, counted."""
    return count_votes((vote.choice for vote in latest_votes(item, members).values()), item.quorum)


def own_vote(user: Any, item: AgendaItem) -> Vote | None:
    """What this member voted last."""
    mine = [vote for vote in item.votes if vote.user_id == user.id]
    return mine[-1] if mine else None


def _deferrals() -> Select[Deferral]:
    return select(Deferral).options(*case_options(joinedload(Deferral.review, innerjoin=True)))


def deferral_by_id(deferral_id: int) -> Deferral | None:
    """A decision that was put off."""
    return db.session.scalars(_deferrals().where(Deferral.id == deferral_id)).one_or_none()


def open_deferrals(review_ids: list[int] | None = None) -> dict[int, Deferral]:
    """The latest deferral of each case that is still without a decision."""
    decided = exists().where(Decision.review_id == Deferral.review_id)
    query = _deferrals().where(~decided).order_by(Deferral.id)
    if review_ids is not None:
        query = query.where(Deferral.review_id.in_(review_ids))
    return {deferral.review_id: deferral for deferral in db.session.scalars(query)}


def deferrals_due(user: Any, day: date) -> list[Deferral]:
    """Deferred cases whose day has come and that stand on no agenda."""
    on_agenda = placed_reviews()
    return [
        one
        for one in open_deferrals().values()
        if one.until <= day and one.review_id not in on_agenda and may_read_deferral(user, one)
    ]


def deferrals_for(user: User) -> list[Deferral]:
    """Decisions put off on the cases of the cluster organisations in whose team a person is."""
    mine = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    query = _deferrals().join(Review, Deferral.review_id == Review.id)
    query = query.join(Submission, Review.submission_id == Submission.id).join(Assessment)
    decided = exists().where(Decision.review_id == Deferral.review_id)
    query = query.where(Assessment.cluster_id.in_(mine), ~decided).order_by(Deferral.id.desc())
    return list(db.session.scalars(query.limit(OWN_SHOWN)))
