"""Agreeing on one value for each indicator."""

from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import func, select

from labelapp.accounts.models import User
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.case import case_of
from labelapp.reviews.comparison import compare
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import ConsensusScore, Review
from labelapp.reviews.queries.agreements import agreements_of, proposals_of
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user
from tests.factories.reviews import (
    agree,
    agree_on,
    lock,
    make_report,
    make_sent_draft,
    score_all,
    sheets_of,
    start_scoring,
)

MET = Judgement(points=Fraction(4), minimum_met=True)


@pytest.fixture
def review(app: Flask) -> Review:
    """Both sheets are locked; they differ by two points in 2.8, by one in 4.1, and in the minimum of 3.1."""
    review = start_scoring()
    first, second = sheets_of(review)
    score_all(first, {"2.8": "3", "4.1": "4"}, {"3.1": True})
    score_all(second, {"2.8": "5", "4.1": "5"}, {"3.1": False})
    lock(first)
    lock(second)
    return review


def _lead(review: Review) -> User:
    return policy.scoring_assignments(review)[0].user


def _co(review: Review) -> User:
    return policy.scoring_assignments(review)[1].user


def test_largest_spread_comes_first_then_what_differs_otherwise(review: Review) -> None:
    rows = compare(review).rows
    assert [row.code for row in rows[:3]] == ["2.8", "4.1", "3.1"]
    assert [row.spread for row in rows[:3]] == [2, 1, 0]
    assert not rows[2].equal


def test_equal_scores_are_accepted_at_once_and_only_those(review: Review) -> None:
    assert operations.take_over_equal(review, by=_lead(review)) == 28
    agreed = agreements_of(review)
    assert not {"2.8", "4.1", "3.1"} & set(agreed)
    assert agreed["1.2"].judgement == MET
    assert operations.take_over_equal(review, by=_lead(review)) == 0


def test_accepting_equal_scores_leaves_what_was_agreed_or_proposed_otherwise(review: Review) -> None:
    changed = Judgement(points=Fraction(2), minimum_met=True)
    agree_on(review, "1.2", changed, "The list had double entries.")
    operations.propose(review, "1.3", changed, "So had this one.", by=_lead(review))
    operations.take_over_equal(review, by=_lead(review))
    agreed = agreements_of(review)
    assert agreed["1.2"].judgement == changed
    assert "1.3" not in agreed


@pytest.mark.parametrize("code", ["2.8", "3.1"])
def test_reason_is_needed_where_the_sheets_differ(review: Review, code: str) -> None:
    with pytest.raises(InvalidInput, match="reason"):
        operations.propose(review, code, MET, " ", by=_lead(review))
    operations.propose(review, code, MET, "Seen during the visit.", by=_lead(review))


def test_reason_is_needed_to_leave_what_both_sheets_say(review: Review) -> None:
    with pytest.raises(InvalidInput):
        operations.propose(review, "1.2", Judgement(Fraction(5), True), "", by=_lead(review))
    assert operations.propose(review, "1.2", MET, "", by=_lead(review)) is not None


def test_proposal_counts_only_once_the_other_confirms_it(review: Review) -> None:
    proposal = operations.propose(review, "2.8", MET, "Seen.", by=_lead(review))
    assert proposal is not None
    assert "2.8" not in agreements_of(review)
    with pytest.raises(DomainError, match="other assessor"):
        operations.confirm(review, "2.8", proposal.id, by=_lead(review))
    assert "2.8" not in agreements_of(review)
    agreed = operations.confirm(review, "2.8", proposal.id, by=_co(review))
    assert (agreed.agreed_by_id, agreed.proposal_id) == (_co(review).id, proposal.id)
    assert agreements_of(review)["2.8"].judgement == MET


def test_counter_proposal_replaces_what_was_proposed_and_both_are_kept(review: Review) -> None:
    first = operations.propose(review, "2.8", MET, "Seen.", by=_lead(review))
    second = operations.propose(review, "2.8", Judgement(Fraction(5), True), "All of it.", by=_co(review))
    assert first is not None
    assert second is not None
    with pytest.raises(DomainError, match="does not stand"):
        operations.confirm(review, "2.8", first.id, by=_co(review))
    operations.confirm(review, "2.8", second.id, by=_lead(review))
    assert agreements_of(review)["2.8"].judgement.points == 5
    assert [one.reason for one in proposals_of(review)["2.8"]] == ["Seen.", "All of it."]


def test_proposing_what_the_other_proposes_confirms_it(review: Review) -> None:
    operations.propose(review, "2.8", MET, "Seen.", by=_lead(review))
    assert operations.propose(review, "2.8", MET, "Seen.", by=_lead(review)) is None
    assert "2.8" not in agreements_of(review)
    operations.propose(review, "2.8", MET, "Seen.", by=_co(review))
    assert agreements_of(review)["2.8"].agreed_by_id == _co(review).id


def test_agreement_stands_until_a_later_proposal_is_confirmed(review: Review) -> None:
    agree(review)
    agree_on(review, "2.8", MET, "First.")
    later = operations.propose(review, "2.8", Judgement(Fraction(5), True), "Second.", by=_co(review))
    assert later is not None
    assert agreements_of(review)["2.8"].reason == "First."
    with pytest.raises(InvalidInput, match=r"wait for an answer: 2\.8"):
        make_sent_draft(review)
    operations.propose(review, "2.8", MET, "First.", by=_co(review))
    make_sent_draft(review)
    assert db.session.scalar(select(func.count()).where(ConsensusScore.indicator == "2.8")) == 2


@pytest.mark.parametrize("judgement", [
    Judgement(points=Fraction(4)),
    Judgement(minimum_met=True),
    Judgement(points=Fraction(6), minimum_met=True),
])  # fmt: skip
def test_incomplete_or_impossible_agreement_is_refused(review: Review, judgement: Judgement) -> None:
    with pytest.raises(InvalidInput):
        operations.propose(review, "2.8", judgement, "A reason.", by=_lead(review))


def test_nothing_is_agreed_before_both_sheets_are_locked(app: Flask) -> None:
    review = start_scoring()
    score_all(sheets_of(review)[0])
    lock(sheets_of(review)[0])
    with pytest.raises(DomainError) as refused:
        operations.propose(review, "2.8", MET, "A reason.", by=_lead(review))
    assert refused.value.status == 409


def test_nothing_is_agreed_after_the_report(app: Flask) -> None:
    review = make_report().review
    with pytest.raises(DomainError, match="final"):
        operations.propose(review, "2.8", Judgement(Fraction(1), False), "Late.", by=make_user())


def test_total_so_far_counts_agreed_points_only(review: Review) -> None:
    operations.take_over_equal(review, by=_lead(review))
    counted = compare(review).tally
    assert (counted.points, counted.max, counted.reachable, counted.done) == (27 * 4, 150, 27 * 4 + 15, 28)
    assert set(counted.open) == {"2.8", "4.1", "3.1"}
    assert len(case_of(review).questions) == 31
