"""Counts of choices hold the truth, and leave open what each member of a block chose."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.benchmarks.disclosure.asking import Answers
from labelapp.benchmarks.disclosure.doubt import tally
from labelapp.benchmarks.statistics import middle_level, quantile

OPTIONS = ("a", "b", "c")
BLOCK = st.lists(st.sampled_from(OPTIONS), min_size=5, max_size=9).map(tuple)
KNOWN = st.lists(st.sampled_from(OPTIONS), max_size=3).map(tuple)
LEVELS = ("0", "2", "3", "4.5", "5")


def _alone(block: tuple[str, ...]) -> Answers[str]:
    return Answers((block,), ((),))


@given(st.lists(st.tuples(BLOCK, KNOWN), max_size=6))
def test_true_count_lies_between_the_two_that_are_told(
    parts: list[tuple[tuple[str, ...], tuple[str, ...]]],
) -> None:
    answers = Answers(tuple(block for block, _known in parts), tuple(known for _block, known in parts))
    told, truth = tally(answers), Counter(answers.values)
    for option in OPTIONS:
        low, high = told.between(option)
        assert low <= truth[option] <= high
    assert sum(told.sure.values()) + told.doubt == told.n == len(answers.values)


@given(BLOCK, st.data())
def test_for_every_member_of_a_block_another_answer_would_be_told_in_the_same_way(
    block: tuple[str, ...], data: st.DataObject
) -> None:
    """Counts add up block by block, so what holds for one block holds for each set of questions."""
    member = data.draw(st.sampled_from(range(len(block))))
    other = next((place for place, chosen in enumerate(block) if chosen != block[member]), None)
    world = list(block)
    if other is None:
        world[member] = next(option for option in OPTIONS if option != block[member])
    else:
        world[member], world[other] = block[other], block[member]
    assert world[member] != block[member]
    assert tally(_alone(tuple(world))) == tally(_alone(block))


@pytest.mark.parametrize(
    ("block", "between"),
    [("aaaaaa", (5, 6)), ("aaaaab", (5, 6)), ("aaaabb", (4, 4)), ("aaaabc", (4, 4)), ("bbbbbb", (0, 1))],
)
def test_one_answer_is_left_open_where_all_or_all_but_one_chose_alike(
    block: str, between: tuple[int, int]
) -> None:
    assert tally(_alone(tuple(block))).between("a") == between


def test_what_the_reader_knows_is_counted_as_it_is() -> None:
    told = tally(Answers((tuple("aaaaa"),), (("b", "b"),)))
    assert (told.between("a"), told.between("b")) == ((4, 5), (2, 3))


@given(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=30))
def test_middle_level_is_the_median_or_the_level_below_it(given_: list[str]) -> None:
    middle = middle_level(Counter(given_), LEVELS)
    assert middle in given_
    places = [Fraction(LEVELS.index(level)) for level in given_]
    assert sum(place <= LEVELS.index(middle) for place in places) * 2 >= len(places)
    assert LEVELS.index(middle) <= quantile(places, Fraction(1, 2))


def test_nothing_counted_has_no_middle_level() -> None:
    assert middle_level({}, LEVELS) is None
