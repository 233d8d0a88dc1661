"""Sessions of the board: one that has ended, a meeting to come, and a silent procedure, each with votes."""

from datetime import date, timedelta

from labelapp.accounts.models import User
from labelapp.decisions.board.agenda import add_case
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.models import AgendaItem, BoardSession, SessionKind
from labelapp.decisions.board.preparing import SessionFacts, invite_board, plan_session, propose
from labelapp.decisions.board.ruling import Ruling
from labelapp.decisions.board.sitting import cast_vote, close_case, end_session
from labelapp.decisions.terms import Checker, ConditionTerms, Terms
from labelapp.demo.world import World
from labelapp.reviews import operations
from labelapp.reviews.models import Interest, Review

REASONS = {
    Choice.AWARD: "All minimum requirements are met, and more than 80 % of the points.",
    Choice.CONDITIONS: "The rules hold; a survey of participants is due and has been promised.",
    Choice.DEFER: "Without the audited accounts the financing cannot be judged.",
    Choice.REFUSE: "The minimum requirement of 4.3 is not met: actions have no budget.",
}


def hold_past_meeting(
    world: World, refused: Review, awarded: Review, conditional: Review, deferred: Review
) -> None:
    """A meeting of the day: every outcome once, with minutes."""
    chair = world.cast.board[1]
    facts = SessionFacts("Autumn meeting", SessionKind.MEETING, chair, held_on=_day(world, -12))
    session = _open(world, facts, refused, awarded, conditional, deferred)
    terms = Terms(
        (
            ConditionTerms("Carry out the survey of participants and send its report.", _day(world, 45)),
            ConditionTerms("Adopt written rules for conflicts of interest.", _day(world, 4), Checker.BOARD),
        ),
        validity_months=18,
    )
    rulings = (
        Ruling(Choice.REFUSE, REASONS[Choice.REFUSE]),
        Ruling(Choice.AWARD, REASONS[Choice.AWARD]),
        Ruling(Choice.CONDITIONS, REASONS[Choice.CONDITIONS], terms),
        Ruling(
            Choice.DEFER,
            REASONS[Choice.DEFER],
            missing="The audited accounts of the last two years.",
            until=_day(world, 20),
        ),
    )
    for item, ruling in zip(session.items, rulings, strict=True):
        _vote(item, ruling.choice, world.cast.board[1:])
        close_case(item, ruling, by=chair)
    end_session(session, by=chair)


def invite_to_meeting(world: World, strong: Review, failed: Review, silver: Review) -> None:
    """The meeting that the board member with a password chairs: one colleague has voted, one is recused."""
    chair, paul, rui = world.cast.board
    facts = SessionFacts("Winter meeting", SessionKind.MEETING, chair, paul, _day(world, 6))
    session = _open(world, facts, strong, failed, silver)
    operations.declare_interests(failed, rui, [Interest.RECIPROCAL])
    for item, choice in zip(session.items, (Choice.AWARD, Choice.REFUSE, Choice.AWARD), strict=True):
        _vote(item, choice, [paul])


def begin_silent_procedure(world: World, review: Review) -> None:
    """A case that the board decides without meeting: one vote is cast."""
    chair, paul, _rui = world.cast.board
    facts = SessionFacts("Silent procedure before the winter", SessionKind.SILENT, chair, paul)
    session = _open(world, facts, review)
    _vote(session.items[0], Choice.AWARD, [paul])


def _open(world: World, facts: SessionFacts, *reviews: Review) -> BoardSession:
    by = world.cast.secretariat
    session = plan_session(facts, by)
    for review in reviews:
        item = add_case(session, review, by)
        if facts.kind is SessionKind.SILENT:
            propose(item, Ruling(Choice.AWARD, REASONS[Choice.AWARD]), by)
    invite_board(session, by)
    return session


def _vote(item: AgendaItem, choice: Choice, members: list[User]) -> None:
    for member in members:
        operations.declare_interests(item.review, member, [])
        cast_vote(item, choice, REASONS[choice], by=member)


def _day(world: World, days: int) -> date:
    return world.today + timedelta(days=days)
