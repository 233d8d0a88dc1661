"""A group is a whole number of blocks, and no figure of it depends on who of a block has which value."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.benchmarks.columns.table import Row, Table
from labelapp.benchmarks.disclosure.asking import Answers, Group, Reader, Selection, ask_for
from labelapp.benchmarks.disclosure.dominance import is_dominated
from tests.factories.portfolio import FIELDS, TOPICS, Market, make_market

FOOD, HEALTH = "portfolio:food", "portfolio:health"


def _block(*values: int | None, start: int = 0, trait: str = FOOD) -> list[Row]:
    return [
        Row(start + place, {trait}, {} if value is None else {"value": Fraction(value)})
        for place, value in enumerate(values)
    ]


def _ask(blocks: list[list[Row]], *fields: str) -> Group:
    selection = Selection({"portfolio": frozenset(fields)}) if fields else Selection()
    return ask_for(Table.of(enumerate(blocks)), selection, Reader())


def _group(*blocks: list[Row], own: int | None = None, known: tuple[int, ...] = ()) -> Group:
    return ask_for(Table.of(enumerate(blocks)), Selection(), Reader(own, frozenset(known)))


def _answers(*blocks: list[Row], own: int | None = None, known: tuple[int, ...] = ()) -> Answers:
    return _group(*blocks, own=own, known=known).answers("value")


def test_block_that_is_not_wholly_in_the_selection_is_left_out_whole() -> None:
    mixed = [*_block(1, 2, 3, 4, 5), *_block(6, start=5, trait=HEALTH)]
    pure = _block(10, 20, 30, 40, 50, 60, start=10)
    found = _ask([mixed, pure], "food")
    assert (found.n, found.answers("value").distribution().median) == (6, Fraction(35))
    assert [_ask([mixed, pure], *fields).n for fields in (("food", "health"), ("health",), ("x",))] == [
        12,
        0,
        0,
    ]


@pytest.mark.parametrize(("known", "n"), [((), 6), ((3,), 6), ((3, 4), 0)])
def test_members_that_the_reader_knows_do_not_count_for_the_minimum(known: tuple[int, ...], n: int) -> None:
    found = _group(_block(1, 2, 3, 4, 5, 6), known=known)
    assert (found.n, found.is_shown) == (n, n > 0)


def test_own_value_is_in_no_figure_and_does_not_count() -> None:
    found = _answers(_block(1, 2, 3, 4, 5, 1000), own=5)
    assert (found.n, found.distribution().median, found.total().mean) == (5, Fraction(3), Fraction(3))
    assert _group(_block(1, 2, 3, 4, 5, 1000), own=5, known=(0,)).n == 0


def test_block_in_which_few_answered_is_left_out_of_that_topic_whole() -> None:
    found = _group(_block(1, 2, 3, 4, 5, 6), _block(7, 8, 9, 10, None, None, start=6))
    assert found.n == 12
    assert found.answers("value").distribution().n == 6


def test_quartiles_count_only_values_that_the_reader_does_not_know() -> None:
    blocks = [_block(1, 2, 3, 4, 5, 6), _block(7, 8, 9, 10, 11, 12, start=6)]
    assert _answers(*blocks, known=(0, 6)).distribution().q1 is not None
    assert _answers(*blocks[:1], known=(0,)).distribution().q1 is None


@pytest.mark.parametrize(
    ("values", "dominated"),
    [
        ([100, 50, 10, 5, 5, 0], False),
        ([100, 50, 10, 5, 4, 0], True),
        ([-100, 50, 10, 5, -4, 0], True),
        ([7, 7, 7, 7, 7, 7], True),
        ([0, 0, 0, 0, 0, 0], True),
        ([7, 7, 7, 7, 7, 8], False),
    ],
)
def test_sum_is_dominated_when_the_rest_is_less_than_a_fifth_of_the_largest(
    values: list[int], dominated: bool
) -> None:
    assert is_dominated([Fraction(value) for value in values]) is dominated
    assert (_answers(_block(*values)).total().mean is None) is dominated


def test_sum_leaves_a_dominated_block_out_whole() -> None:
    found = _answers(_block(1, 2, 3, 4, 5, 6), _block(1, 1, 1, 1, 1, 1000, start=6)).total()
    assert (found.n, found.mean) == (6, Fraction(7, 2))


def test_dominance_is_asked_of_what_the_reader_does_not_know() -> None:
    """Known and own values hide nobody: without the 90 of cluster 5, the 100 stands out."""
    block = _block(100, 50, 5, 5, 5, 90, 3)
    assert _answers(block).total().n == 7
    assert _answers(block, known=(5,)).total().mean is None
    assert _answers(block, own=5).total().mean is None


@pytest.fixture(scope="module")
def market() -> Market:
    return make_market()


@given(seed=st.integers(0, 10_000))
def test_exchange_of_two_clusters_of_a_block_changes_no_answer(market: Market, seed: int) -> None:
    """The promise of the package: it holds for each question, so for every set of questions."""
    random = Random(seed)
    place = random.randrange(len(market.blocks))
    one, other = random.sample(market.blocks[place], 2)
    partner = {one: market.values[other], other: market.values[one]}
    exchanged = market.answering(market.values | partner)
    outsider = random.choice([key for key in market.traits if key not in partner])
    reader = Reader(outsider, frozenset(random.sample(sorted(market.traits.keys() - partner.keys()), 5)))
    selection = Selection({"portfolio": frozenset(random.sample(FIELDS, random.randint(1, 9)))})
    topic = random.choice(TOPICS)
    before, after = (ask_for(table, selection, reader) for table in (market.table, exchanged))
    assert before.n == after.n
    assert before.answers(topic).distribution() == after.answers(topic).distribution()
    assert before.answers(topic).total() == after.answers(topic).total()
