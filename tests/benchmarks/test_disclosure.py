"""A small group shows nothing, a larger one a little more, and none its extremes."""

from fractions import Fraction

import pytest

from labelapp.benchmarks.disclosure.thresholds import disclose, smallest_group
from labelapp.benchmarks.statistics import describe


def _group(n: int) -> list[Fraction]:
    return [Fraction(value * 10) for value in range(1, n + 1)]


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, set()),
        (4, set()),
        (5, {"median"}),
        (9, {"median"}),
        (10, {"median", "q1", "q3"}),
        (19, {"median", "q1", "q3"}),
        (20, {"median", "q1", "q3", "p10", "p90"}),
        (200, {"median", "q1", "q3", "p10", "p90"}),
    ],
)
def test_disclosure_by_group_size_shows_no_more_than_allowed(n: int, shown: set[str]) -> None:
    disclosed = disclose(describe(_group(n)))
    figures = ("median", "q1", "q3", "p10", "p90")
    assert {name for name in figures if getattr(disclosed, name) is not None} == shown
    assert disclosed.n == n


def test_scheme_may_ask_for_a_larger_group() -> None:
    assert disclose(describe(_group(12)), minimum_group=15).median is None
    assert disclose(describe(_group(15)), minimum_group=15).q1 is not None


def test_scheme_cannot_ask_for_a_smaller_group_than_the_rule() -> None:
    assert disclose(describe(_group(4)), minimum_group=3).median is None


def test_smallest_group_keeps_the_promise_of_every_scheme() -> None:
    assert [smallest_group([]), smallest_group([3, 4]), smallest_group([5, 12, 3])] == [5, 5, 12]
