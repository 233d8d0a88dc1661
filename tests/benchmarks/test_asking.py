"""A group is a whole number of blocks, and no figure of it depends on who of a block has which value."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.benchmarks.disclosure.asking import Block, Group, Member, Reader, Selection, ask_for
from labelapp.benchmarks.disclosure.blocks import Trait
from labelapp.benchmarks.disclosure.dominance import is_dominated
from tests.factories.portfolio import FIELDS, TOPICS, Market, Values, make_market

FOOD = Trait("portfolio", "food")


def _block(*values: int | None, start: int = 0, trait: Trait = FOOD) -> list[Member[Fraction | None]]:
    return [
        Member(start + place, frozenset({trait}), None if value is None else Fraction(value))
        for place, value in enumerate(values)
    ]


def _same(value: Fraction | None) -> Fraction | None:
    return value


def _group(
    *blocks: Block[Fraction | None], own: int | None = None, known: tuple[int, ...] = ()
) -> Group[Fraction | None]:
    return ask_for(blocks, Selection(), Reader(own, frozenset(known)))


def test_block_that_is_not_wholly_in_the_selection_is_left_out_whole() -> None:
    mixed = [*_block(1, 2, 3, 4, 5), *_block(6, start=5, trait=Trait("portfolio", "health"))]
    pure = _block(10, 20, 30, 40, 50, 60, start=10)
    found = ask_for([mixed, pure], Selection({"portfolio": frozenset({"food"})}), Reader())
    assert (found.n, found.distribution(_same).median) == (6, Fraction(35))
    either = ask_for([mixed, pure], Selection({"portfolio": frozenset({"food", "health"})}), Reader())
    assert either.n == 12


@pytest.mark.parametrize(("known", "n"), [((), 6), ((3,), 6), ((3, 4), 0)])
def test_members_that_the_reader_knows_do_not_count_for_the_minimum(known: tuple[int, ...], n: int) -> None:
    found = _group(_block(1, 2, 3, 4, 5, 6), known=known)
    assert (found.n, found.is_shown) == (n, n > 0)


def test_own_value_is_in_no_figure_and_does_not_count() -> None:
    found = _group(_block(1, 2, 3, 4, 5, 1000), own=5)
    assert (found.n, found.distribution(_same).median, found.total(_same).amount) == (
        5,
        Fraction(3),
        Fraction(15),
    )
    assert _group(_block(1, 2, 3, 4, 5, 1000), own=5, known=(0,)).n == 0


def test_block_in_which_few_answered_is_left_out_of_that_topic_whole() -> None:
    found = _group(_block(1, 2, 3, 4, 5, 6), _block(7, 8, 9, 10, None, None, start=6))
    assert found.n == 12
    assert found.distribution(_same).n == 6


def test_quartiles_count_only_values_that_the_reader_does_not_know() -> None:
    blocks = [_block(1, 2, 3, 4, 5, 6), _block(7, 8, 9, 10, 11, 12, start=6)]
    assert _group(*blocks, known=(0, 6)).distribution(_same).q1 is not None
    assert _group(*blocks[:1], known=(0,)).distribution(_same).q1 is None


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
    assert (_group(_block(*values)).total(_same).amount is None) is dominated


def test_sum_leaves_a_dominated_block_out_whole() -> None:
    found = _group(_block(1, 2, 3, 4, 5, 6), _block(1, 1, 1, 1, 1, 1000, start=6)).total(_same)
    assert (found.n, found.amount, found.mean) == (6, Fraction(21), Fraction(7, 2))


@pytest.fixture(scope="module")
def market() -> Market:
    return make_market()


@given(seed=st.integers(0, 10_000))
def test_exchange_of_two_clusters_of_a_block_changes_no_answer(market: Market, seed: int) -> None:
    """The promise of the package: it holds for each question, so for every set of questions."""
    random = Random(seed)
    place = random.randrange(len(market.blocks))
    one, other = random.sample(market.blocks[place], 2)
    exchanged: list[Block[Values]] = list(market.blocks)
    partner = {one.cluster_id: other.holds, other.cluster_id: one.holds}
    exchanged[place] = [
        replace(member, holds=partner.get(member.cluster_id, member.holds)) for member in market.blocks[place]
    ]
    outsider = random.choice([key for key in market.traits if key not in partner])
    reader = Reader(outsider, frozenset(random.sample(sorted(market.traits.keys() - partner.keys()), 5)))
    selection = Selection({"portfolio": frozenset(random.sample(FIELDS, random.randint(1, 9)))})
    topic = random.choice(TOPICS)
    before, after = (ask_for(blocks, selection, reader) for blocks in (market.blocks, exchanged))
    assert before.n == after.n
    assert before.distribution(lambda held: held.get(topic)) == after.distribution(
        lambda held: held.get(topic)
    )
    assert before.total(lambda held: held.get(topic)) == after.total(lambda held: held.get(topic))
