"""Figures of a group agree with their definitions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.benchmarks.statistics import (
    Trend,
    quantile,
    shares,
    standing,
    trend,
    wilson,
)

NUMBERS = st.lists(st.fractions(min_value=-1000, max_value=1000), min_size=1, max_size=60).map(sorted)


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


def test_quantile_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="needs values"):
        quantile([], Fraction(1, 2))


def test_shares_of_an_empty_whole_are_unknown() -> None:
    assert shares({"sme": Fraction(0), "large": Fraction(0)}) == {}


@given(st.dictionaries(st.sampled_from("abcd"), st.fractions(0, 50), min_size=1))
def test_shares_are_a_whole_again(parts: dict[str, Fraction]) -> None:
    assert sum(shares(parts).values(), Fraction(0)) == (1 if any(parts.values()) else 0)


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
    found, mirrored = standing(values, own), standing([-value for value in reversed(values)], -own)
    assert 0 <= found.low <= float(found.percentile) + 1e-9
    assert float(found.percentile) - 1e-9 <= found.high <= 100
    assert mirrored.percentile == 100 - found.percentile


def test_trend_is_of_the_same_clusters_and_its_change_of_each() -> None:
    before, now = [Fraction(n) for n in (1, 5, 9)], [Fraction(n) for n in (10, 5, 7)]
    change = [b - a for a, b in zip(before, now, strict=True)]
    assert trend(sorted(before), sorted(now), sorted(change)) == Trend(
        3, Fraction(5), Fraction(7), Fraction(0)
    )
    assert trend([], [], []) == Trend(0)
