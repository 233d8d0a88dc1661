"""Submissions go into blocks that are large enough and as pure as that allows, whatever their values."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.benchmarks.disclosure.blocks import Candidate, Trait, form_blocks

DK, SE = Trait("country", "DK"), Trait("country", "SE")
FOOD, GOLD = Trait("portfolio", "food"), Trait("level", "gold")
SOME_TRAITS = st.frozensets(st.sampled_from([DK, SE, FOOD, GOLD, Trait("size", "small")]))


def _candidates(*traits: frozenset[Trait]) -> list[Candidate]:
    return [Candidate(key, found) for key, found in enumerate(traits)]


def _keys(blocks: list[list[Candidate]]) -> list[list[int]]:
    return sorted(sorted(one.key for one in block) for block in blocks)


@given(st.lists(SOME_TRAITS, max_size=60), st.integers(2, 9))
def test_everybody_is_in_one_block_that_is_large_enough(
    traits: list[frozenset[Trait]], smallest: int
) -> None:
    blocks = form_blocks(_candidates(*traits), smallest)
    assert all(len(block) >= smallest for block in blocks)
    everybody = sorted(one.key for block in blocks for one in block)
    assert everybody == (list(range(len(traits))) if len(traits) >= smallest else [])


@given(st.lists(SOME_TRAITS, max_size=40), st.integers(0, 9))
def test_blocks_ignore_the_order_of_candidates(traits: list[frozenset[Trait]], seed: int) -> None:
    mixed = _candidates(*traits)
    Random(seed).shuffle(mixed)
    assert _keys(form_blocks(mixed, 4)) == _keys(form_blocks(_candidates(*traits), 4))


@pytest.mark.parametrize(("danes", "blocks"), [(6, [6, 8]), (5, [14])])
def test_country_has_its_own_block_when_it_is_large_enough(danes: int, blocks: list[int]) -> None:
    traits = [frozenset({DK})] * danes + [frozenset({SE})] * (14 - danes)
    assert sorted(map(len, form_blocks(_candidates(*traits), 6))) == blocks


def test_country_is_parted_before_the_level() -> None:
    traits = (
        [frozenset({DK, GOLD})] * 3
        + [frozenset({DK})] * 3
        + [frozenset({SE, GOLD})] * 3
        + [frozenset({SE})] * 3
    )
    assert _keys(form_blocks(_candidates(*traits), 6)) == [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]


def test_mixed_block_waits_until_one_of_it_has_waited_long() -> None:
    alone = [Trait("country", f"C{number}") for number in range(6)]
    fresh = [Candidate(key, frozenset({trait}), waited=False) for key, trait in enumerate(alone)]
    assert form_blocks(fresh, 6) == []
    old = [*fresh[:5], Candidate(5, fresh[5].traits, waited=True)]
    assert _keys(form_blocks(old, 6)) == [[0, 1, 2, 3, 4, 5]]
