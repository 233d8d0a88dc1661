"""Votes, recusals and outcomes of a meeting."""

from datetime import date

import pytest
from sqlalchemy import select

from labelapp.accounts.models import RoleName
from labelapp.clusters.models import TeamRole
from labelapp.decisions.board.agenda import add_cases
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.models import Deferral, ItemState, SessionState
from labelapp.decisions.board.policy import chair_of, may_chair, may_see_case, may_vote
from labelapp.decisions.board.queries import placeable_cases, tally_of
from labelapp.decisions.board.ruling import Ruling
from labelapp.decisions.board.sitting import cast_vote, close_case, end_session
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.terms import ConditionTerms, Terms
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user
from tests.factories.board import (
    AWARD,
    in_days,
    make_board,
    make_deferral,
    make_item,
    make_reported,
    make_session,
    vote,
)
from tests.factories.clusters import add_member
from tests.factories.decisions import make_board_member
from tests.factories.reviews import declare_clear, declare_conflict, make_officer

pytestmark = pytest.mark.usefixtures("app")

REFUSE = Ruling(Choice.REFUSE, "Too little is shown.")


def test_outcome_with_quorum_and_majority_is_the_one_decision() -> None:
    item, (chair, *_others) = make_item(Choice.AWARD, Choice.AWARD, Choice.REFUSE)
    close_case(item, AWARD, by=chair)
    assert item.state is ItemState.DECIDED
    assert item.decision is not None
    assert (item.decision.outcome, item.decision.decided_by) == (Outcome.AWARD, chair)
    assert item.tally == {
        "counts": {"award": 2, "conditions": 0, "defer": 0, "refuse": 1, "abstain": 0},
        "quorum": 2,
        "recused": [],
    }


@pytest.mark.parametrize("votes", [[Choice.AWARD], [Choice.AWARD, Choice.ABSTAIN, Choice.ABSTAIN]])
def test_outcome_without_quorum_is_refused(votes: list[Choice]) -> None:
    item, (chair, *_others) = make_item(*votes)
    with pytest.raises(DomainError, match="no quorum: 1 of 2"):
        close_case(item, AWARD, by=chair)
    assert db.session.scalar(select(Decision)) is None


def test_outcome_against_the_majority_is_refused() -> None:
    item, (chair, *_others) = make_item(Choice.AWARD, Choice.AWARD, Choice.REFUSE)
    with pytest.raises(InvalidInput, match="follow the majority"):
        close_case(item, REFUSE, by=chair)


def test_tie_lets_the_chair_choose() -> None:
    item, (chair, *_others) = make_item(Choice.AWARD, Choice.REFUSE)
    close_case(item, REFUSE, by=chair)
    assert item.decision is not None
    assert item.decision.outcome is Outcome.REFUSE


def test_later_vote_of_a_member_counts_and_the_log_does_not_say_what() -> None:
    item, (chair, other, _third) = make_item(Choice.REFUSE, Choice.AWARD)
    cast_vote(item, Choice.AWARD, "Convinced by the report.", by=chair)
    tally = tally_of(item, [chair, other])
    assert (tally.counts[Choice.AWARD], tally.counts[Choice.REFUSE]) == (2, 0)
    voted = [event for event in timeline(item) if event.action == "board.voted"]
    assert len(voted) == 3
    assert all(not event.details for event in voted)


def test_vote_needs_reasons_but_for_an_abstention() -> None:
    item, (chair, *_others) = make_item()
    with pytest.raises(InvalidInput, match="reasons"):
        cast_vote(item, Choice.AWARD, " ", by=chair)
    cast_vote(item, Choice.ABSTAIN, "", by=chair)


def test_vote_for_an_award_that_the_record_does_not_carry_is_refused() -> None:
    item, (chair, *_others) = make_item(review=make_reported(missed="2.2"))
    for choice in (Choice.AWARD, Choice.CONDITIONS):
        with pytest.raises(InvalidInput, match=r"2\.2"):
            cast_vote(item, choice, "They are good.", by=chair)


def test_vote_on_a_closed_case_is_refused() -> None:
    item, (chair, other, _third) = make_item(Choice.AWARD, Choice.AWARD)
    close_case(item, AWARD, by=chair)
    with pytest.raises(DomainError, match="closed"):
        cast_vote(item, Choice.REFUSE, "Too late.", by=other)


def test_recused_member_is_out_of_the_quorum_and_sees_nothing_more_of_the_case() -> None:
    item, (chair, other, third) = make_item(Choice.AWARD, Choice.AWARD, Choice.AWARD)
    declare_conflict(item.review, other)
    assert not may_vote(other, item)
    assert not may_see_case(other, item.review)
    assert tally_of(item, [chair, other, third]).cast == 2
    close_case(item, AWARD, by=chair)
    assert item.tally is not None
    assert item.tally["recused"] == [other.name]


def test_deputy_chairs_the_case_from_which_the_chair_is_recused() -> None:
    item, (chair, deputy, third) = make_item()
    assert chair_of(item) is chair
    declare_conflict(item.review, chair)
    assert chair_of(item) is deputy
    assert may_chair(deputy, item)
    assert not may_chair(third, item)
    declare_conflict(item.review, deputy)
    assert chair_of(item) is None


def test_secretariat_and_strangers_never_vote() -> None:
    item, _board = make_item()
    for role in (RoleName.SECRETARIAT, RoleName.ADMINISTRATOR, RoleName.ASSESSOR):
        person = make_user(roles=[role])
        declare_clear(item.review, person)
        assert not may_vote(person, item)
    assert not may_vote(make_board_member("Nora Undeclared"), item)


def test_award_with_conditions_and_shorter_validity_writes_its_terms() -> None:
    item, (chair, *_others) = make_item(Choice.CONDITIONS, Choice.CONDITIONS)
    terms = Terms((ConditionTerms("Adopt rules of procedure.", in_days(60)),), 12)
    close_case(item, Ruling(Choice.CONDITIONS, "Nearly there.", terms), by=chair)
    assert item.decision is not None
    assert item.decision.validity_months == 12
    assert item.decision.appeal_until is not None


@pytest.mark.parametrize(
    ("terms", "complaint"),
    [
        (Terms(), "at least one condition"),
        (Terms((ConditionTerms("Do it.", date(2026, 1, 31)),)), "date in the future"),
        (Terms(validity_months=24), "from 1 to 23"),
        (Terms(validity_months=0), "from 1 to 23"),
    ],
)
def test_conditions_that_say_nothing_or_lie_in_the_past_are_refused(terms: Terms, complaint: str) -> None:
    item, (chair, *_others) = make_item(Choice.CONDITIONS, Choice.CONDITIONS)
    with pytest.raises(InvalidInput, match=complaint):
        close_case(item, Ruling(Choice.CONDITIONS, "Nearly there.", terms), by=chair)


def test_deferred_case_is_not_decided_and_comes_back() -> None:
    item = make_deferral()
    deferral = db.session.scalars(select(Deferral)).one()
    assert (item.state, item.decision) == (ItemState.DEFERRED, None)
    assert deferral.missing == "The audited accounts."
    assert placeable_cases(make_officer(item.review)) == [item.review]


def test_deferral_tells_the_managers_what_is_missing() -> None:
    review = make_reported()
    manager = make_user("Mia Manager")
    add_member(cluster_of(review), manager, TeamRole.MANAGER)
    item, (chair, *_others) = make_item(Choice.DEFER, Choice.DEFER, review=review)
    ruling = Ruling(Choice.DEFER, "Incomplete.", missing="The audited accounts.", until=in_days(30))
    close_case(item, ruling, by=chair)
    mails = db.session.scalars(
        select(OutboxMail).where(OutboxMail.recipient == manager.email).order_by(OutboxMail.id)
    ).all()
    assert any("The audited accounts." in mail.body and "/deferrals/" in mail.body for mail in mails)


def test_minutes_count_votes_name_the_recused_and_say_nothing_of_who_voted_what() -> None:
    item, (chair, other, third) = make_item(Choice.AWARD, Choice.AWARD)
    declare_conflict(item.review, third)
    close_case(item, AWARD, by=chair)
    end_session(item.session, by=chair)
    minutes = item.session.minutes
    assert item.session.state is SessionState.CLOSED
    assert minutes is not None
    assert minutes["voted"] == sorted([chair.name, other.name])
    (line,) = minutes["items"]
    assert (line["state"], line["counts"]["award"], line["recused"]) == ("decided", 2, [third.name])
    assert "As the report says." not in str(minutes)


def test_case_without_an_outcome_waits_for_another_session_when_the_meeting_ends() -> None:
    item, (chair, *_others) = make_item(Choice.AWARD)
    end_session(item.session, by=chair)
    assert item.state is ItemState.LEFT
    assert make_session(item.review, chair=chair).items[0].review is item.review


def test_case_stands_on_one_agenda_at_a_time() -> None:
    item, (chair, *_others) = make_item()
    with pytest.raises(DomainError, match="on an agenda already"):
        make_session(item.review, chair=chair)


def test_invitation_names_to_each_member_only_the_cases_that_are_theirs() -> None:
    board = make_board()
    first, second = make_reported(), make_reported()
    declare_conflict(first, board[1])
    make_session(first, second, chair=board[0])
    bodies = {
        mail.recipient: mail.body
        for mail in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
        if "invites" in mail.body
    }
    assert cluster_of(first).name in bodies[board[0].email]
    assert cluster_of(first).name not in bodies[board[1].email]
    assert cluster_of(second).name in bodies[board[1].email]


def test_case_that_is_added_to_an_open_meeting_is_told_to_the_board() -> None:
    item, (chair, *_others) = make_item()
    later = make_reported()
    add_cases(item.session, [later], by=chair)
    mails = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    bodies = [mail.body for mail in mails if mail.recipient == chair.email]
    assert [cluster_of(later).name in body for body in bodies] == [False, True]


def test_member_who_voted_before_the_conflict_arose_no_longer_counts() -> None:
    item, (chair, other, third) = make_item(Choice.AWARD, Choice.REFUSE, Choice.REFUSE)
    vote(item, Choice.AWARD, chair)
    declare_conflict(item.review, third)
    assert tally_of(item, [chair, other, third]).carried == {Choice.AWARD, Choice.REFUSE, Choice.DEFER}
