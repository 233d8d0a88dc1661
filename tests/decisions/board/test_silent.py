"""A silent procedure ends by itself as proposed, or goes to a meeting."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.clock import init_clock
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.models import AgendaItem, ItemState, SessionKind, SessionState
from labelapp.decisions.board.sitting import ask_for_meeting, cast_vote
from labelapp.events.jobs import run_waiting
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.web.errors import DomainError
from labelapp.workdays import add_working_days
from tests.factories.board import make_item, make_reported, make_session
from tests.factories.decisions import make_board_member
from tests.factories.reviews import declare_conflict


def after_the_deadline(app: Flask, item: AgendaItem) -> None:
    assert item.session.deadline is not None
    init_clock(app, item.session.deadline + timedelta(days=1))
    run_waiting()


def silent(*choices: Choice) -> AgendaItem:
    return make_item(*choices, kind=SessionKind.SILENT)[0]


def test_deadline_is_counted_in_working_days_of_the_cluster_and_stored(app: Flask) -> None:
    item = silent()
    invited = item.session.invited_at
    assert invited is not None
    assert item.session.deadline == add_working_days(invited.date(), 10, "DK")


def test_procedure_with_quorum_closes_as_proposed_after_the_deadline_and_not_before(app: Flask) -> None:
    item = silent(Choice.AWARD, Choice.AWARD)
    run_waiting()
    assert item.state is ItemState.OPEN
    after_the_deadline(app, item)
    assert item.state is ItemState.DECIDED
    assert item.session.state is SessionState.CLOSED
    assert item.decision is not None
    assert item.decision.reasons == "Every rule of the label holds."


@pytest.mark.parametrize(
    ("votes", "because"),
    [
        ([Choice.AWARD], "Too few votes"),
        ([Choice.AWARD, Choice.REFUSE], "do not carry"),
        ([Choice.REFUSE, Choice.REFUSE], "do not carry"),
    ],
)
def test_procedure_that_the_votes_do_not_carry_goes_to_a_meeting(
    app: Flask, votes: list[Choice], because: str
) -> None:
    item = silent(*votes)
    after_the_deadline(app, item)
    assert (item.state, item.decision) == (ItemState.MOVED, None)
    assert because in item.moved_because
    told = [
        mail.recipient
        for mail in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
        if because in mail.body
    ]
    assert len(told) == 4


def test_procedure_without_anybody_to_chair_goes_to_a_meeting(app: Flask) -> None:
    item = silent(Choice.ABSTAIN, Choice.ABSTAIN, Choice.AWARD)
    for person in (item.session.chair, item.session.deputy):
        assert person is not None
        declare_conflict(item.review, person)
    other = make_board_member("Nora Quist", item.review)
    cast_vote(item, Choice.AWARD, "It holds.", by=other)
    after_the_deadline(app, item)
    assert item.state is ItemState.MOVED
    assert "chair" in item.moved_because


def test_member_who_asks_for_a_meeting_moves_the_case_onto_its_agenda_at_once(app: Flask) -> None:
    item = silent(Choice.AWARD)
    chair = item.session.chair
    meeting = make_session(make_reported(), chair=chair)
    ask_for_meeting(item, "We should hear the assessors.", by=chair)
    assert item.state is ItemState.MOVED
    db.session.expire(meeting)
    assert [one.review_id for one in meeting.items][1:] == [item.review_id]


def test_case_that_was_moved_does_not_go_into_a_silent_procedure_again(app: Flask) -> None:
    item = silent()
    ask_for_meeting(item, "We should hear the assessors.", by=item.session.chair)
    with pytest.raises(DomainError, match="agenda of a meeting"):
        make_session(item.review, chair=item.session.chair, kind=SessionKind.SILENT)


def test_vote_after_the_deadline_is_refused(app: Flask) -> None:
    item = silent()
    assert item.session.deadline is not None
    init_clock(app, item.session.deadline + timedelta(days=1))
    with pytest.raises(DomainError, match="deadline"):
        cast_vote(item, Choice.AWARD, "Late.", by=item.session.chair)
