"""Quorum and majority: abstentions count for neither, and both kinds of award stand together."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from labelapp.decisions.board.counting import Choice, count_votes

A, C, D, R, N = Choice.AWARD, Choice.CONDITIONS, Choice.DEFER, Choice.REFUSE, Choice.ABSTAIN


@pytest.mark.parametrize(
    ("votes", "carried"),
    [
        ([A, A], {A}),
        ([A, A, R], {A}),
        ([R, R, A], {R}),
        ([A, C, C], {C}),
        ([A, C], {A, C}),
        ([A, A, C, C, R, R, R], {A, C}),
        ([A, R], {A, R, D}),
        ([A, C, R, R], {A, C, R, D}),
        ([C, C, R, R], {C, R, D}),
        ([D, D, A], {D}),
        ([A, A, N, N, N], {A}),
    ],
)
def test_outcome_follows_the_larger_side_and_the_chair_chooses_in_a_tie(
    votes: list[Choice], carried: set[Choice]
) -> None:
    assert count_votes(votes, quorum=2).carried == carried


@pytest.mark.parametrize("votes", [[], [A], [A, N], [N, N, N]])
def test_abstentions_make_no_quorum_and_nothing_is_carried_without_one(votes: list[Choice]) -> None:
    tally = count_votes(votes, quorum=2)
    assert not tally.has_quorum
    assert tally.carried == frozenset()


@given(some.lists(some.sampled_from(Choice), max_size=12), some.integers(1, 4))
def test_what_is_carried_was_voted_for_or_puts_a_tie_off(votes: list[Choice], quorum: int) -> None:
    tally = count_votes(votes, quorum)
    assert N not in tally.carried
    assert bool(tally.carried) is tally.has_quorum
    assert tally.carried <= set(votes) | {D}
