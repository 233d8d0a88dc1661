"""Scores beside a reference: what counts, from how many on, and what is marked."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.reviews.calibration.figures import KAPPA_FROM, MEAN_FROM, Figures, Mark, Verdict, figures_of
from labelapp.reviews.reliability.statistics import mean, weighted_kappa

CODES = [f"2.{number}" for number in range(1, KAPPA_FROM + 1)]
shares = st.integers(0, 5).map(lambda points: Fraction(points, 5))


def _marks(given: dict[int, list[str]], reference: list[str]) -> list[Mark]:
    return [
        Mark(scorer, code, Fraction(share), Fraction(expected))
        for scorer, row in given.items()
        for code, share, expected in zip(CODES, row, reference, strict=False)
    ]


def _figures(given: dict[int, list[str]], reference: list[str]) -> Figures:
    return figures_of(list(given), CODES, _marks(given, reference), [])


def test_scorer_below_the_reference_is_severe_and_above_is_lenient() -> None:
    severe, lenient = _figures({1: ["2/5"] * 5, 2: ["4/5"] * 5}, ["3/5"] * 5).scorers
    assert severe.difference is not None
    assert lenient.difference is not None
    assert (round(severe.difference.value, 10), round(lenient.difference.value, 10)) == (-0.2, 0.2)


def test_scorer_gets_a_mean_from_five_and_kappa_from_ten_indicators_on() -> None:
    reference = ["3/5", "4/5"] * 5
    (few,) = _figures({1: reference[:4]}, reference).scorers
    assert (few.kappa, few.difference) == (None, None)
    (nine,) = _figures({1: reference[:9]}, reference).scorers
    assert nine.kappa is None
    assert nine.difference is not None
    (ten,) = _figures({1: reference}, reference).scorers
    assert ten.kappa is not None
    assert (ten.kappa.value, ten.equal) == (1, 1)


@given(st.lists(st.tuples(shares, shares), min_size=KAPPA_FROM, max_size=KAPPA_FROM))
def test_figures_of_a_scorer_are_those_of_the_checked_statistics(
    pairs: list[tuple[Fraction, Fraction]],
) -> None:
    marks = [Mark(1, code, own, reference) for code, (own, reference) in zip(CODES, pairs, strict=True)]
    (one,) = figures_of([1], CODES, marks, []).scorers
    own, reference = ([float(side) for side in sides] for sides in zip(*pairs, strict=True))
    assert one.kappa == weighted_kappa(own, reference)
    assert one.difference == mean([float(mine - theirs) for mine, theirs in pairs])


def test_exercise_counts_each_scorer_once_and_only_from_five_on() -> None:
    five = {scorer: ["2/5"] * 5 for scorer in range(1, MEAN_FROM + 1)}
    found = _figures(five, ["3/5"] * 5).difference
    assert found is not None
    assert (round(found.value, 10), found.n) == (-0.2, MEAN_FROM)
    del five[1]
    assert _figures(five, ["3/5"] * 5).difference is None


def test_indicator_tells_the_spread_beside_the_reference() -> None:
    (one,) = _figures({1: ["1/5"], 2: ["3/5"], 3: ["1"]}, ["3/5"]).indicators
    assert (one.low, one.median, one.high) == (Fraction(1, 5), Fraction(3, 5), Fraction(1))
    assert (one.equal, one.distance) == (Fraction(1, 3), Fraction(4, 15))


@pytest.mark.parametrize(
    ("given_shares", "marked"),
    [
        (["3/5"] * 6, False),
        (["2/5", "2/5", "2/5", "2/5", "3/5"], True),  # all in one direction
        (["2/5", "4/5", "2/5", "4/5", "2/5"], True),  # one point in both directions
        (["2/5", "4/5", "3/5", "3/5", "3/5"], False),  # few, and not far
        (["1/5", "1/5", "1/5", "1/5"], False),  # four are too few
    ],
)
def test_indicator_needs_guidance_where_many_stand_far(given_shares: list[str], marked: bool) -> None:
    (one,) = _figures({number: [share] for number, share in enumerate(given_shares)}, ["3/5"]).indicators
    assert one.needs_guidance is marked


def test_yes_and_no_are_counted_apart_from_points() -> None:
    verdicts = [Verdict(1, "2.1", True, True), Verdict(1, "2.2", False, True)]
    (one,) = figures_of([1], CODES, [], verdicts).scorers
    assert (one.marks, one.equal, one.alike, one.verdicts) == (0, None, 1, 2)


def test_nobody_gives_no_figures() -> None:
    assert figures_of([], CODES, [], []) == Figures([], [], None, None)
