"""Figures of a group agree with their definitions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.benchmarks.statistics import (
    Trend,
    describe,
    mean_shares,
    quantile,
    shares,
    standing,
    trend,
    wilson,
)

NUMBERS = st.lists(st.fractions(min_value=-1000, max_value=1000), min_size=1, max_size=60)


def test_quantile_agrees_with_the_published_example() -> None:
    """Hyndman and Fan's definition 7 on 1, 2, 3, 4: a quarter of the way lies at 1.75."""
    values = [Fraction(n) for n in (4, 1, 3, 2)]
    assert [quantile(values, Fraction(k, 4)) for k in range(5)] == [
        Fraction(1),
        Fraction(7, 4),
        Fraction(5, 2),
        Fraction(13, 4),
        Fraction(4),
    ]


@given(NUMBERS, st.fractions(min_value=0, max_value=1))
def test_quantile_lies_within_its_values(values: list[Fraction], share: Fraction) -> None:
    assert min(values) <= quantile(values, share) <= max(values)


@given(NUMBERS, st.fractions(min_value=0, max_value=1), st.fractions(min_value=0, max_value=1))
def test_quantile_grows_with_its_share(values: list[Fraction], one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert quantile(values, low) <= quantile(values, high)


@given(NUMBERS, st.randoms())
def test_description_ignores_the_order_of_values(values: list[Fraction], random: object) -> None:
    mixed = list(values)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert describe(mixed) == describe(values)


def test_quantile_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="needs values"):
        quantile([], Fraction(1, 2))


def test_shares_of_an_empty_whole_are_unknown() -> None:
    assert shares({"sme": Fraction(0), "large": Fraction(0)}) == {}


def test_mean_of_compositions_counts_each_cluster_once() -> None:
    large = shares({"sme": Fraction(900), "large": Fraction(100)})
    small = shares({"sme": Fraction(1), "large": Fraction(1)})
    assert mean_shares([large, small]) == {"sme": Fraction(7, 10), "large": Fraction(3, 10)}


@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.fractions(0, 50), min_size=1), min_size=1))
def test_mean_of_compositions_is_a_whole_again(parts: list[dict[str, Fraction]]) -> None:
    compositions = [found for found in (shares(part) for part in parts) if found]
    assert sum(mean_shares(compositions).values(), Fraction(0)) in {Fraction(0), Fraction(1)}


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_interval_agrees_with_the_published_example(found: int, of: int, low: float, high: float) -> None:
    """Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3."""
    assert wilson(found, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("own", "percentile"), [(0, 0), (1, 10), (3, 50), (Fraction(7, 2), 60), (9, 100)])
def test_standing_is_the_share_below_and_half_of_those_equal(own: Fraction, percentile: int) -> None:
    assert standing([Fraction(n) for n in (1, 2, 3, 4, 5)], Fraction(own)).percentile == percentile


@given(NUMBERS, st.fractions(min_value=-1000, max_value=1000))
def test_standing_lies_within_its_interval_and_mirrors_at_the_middle(
    values: list[Fraction], own: Fraction
) -> None:
    found, mirrored = standing(values, own), standing([-value for value in values], -own)
    assert 0 <= found.low <= float(found.percentile) + 1e-9
    assert float(found.percentile) - 1e-9 <= found.high <= 100
    assert mirrored.percentile == 100 - found.percentile


def test_trend_is_of_the_same_clusters_and_its_change_of_each() -> None:
    pairs = [(Fraction(1), Fraction(10)), (Fraction(5), Fraction(5)), (Fraction(9), Fraction(7))]
    assert trend(pairs) == Trend(3, Fraction(5), Fraction(7), Fraction(0))
    assert trend([]) == Trend(0)


@given(st.lists(st.fractions(-100, 100), min_size=1, max_size=30), st.fractions(-50, 50))
def test_trend_of_an_equal_change_is_that_change(before: list[Fraction], change: Fraction) -> None:
    assert trend([(value, value + change) for value in before]).change == change
