"""Columns a month, and strips of days, stay within their charts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.web.work_charts import COLUMN_HEIGHT, days_axis, days_strip, month_columns, month_marks


@given(st.lists(st.integers(0, 10_000), max_size=60))
def test_columns_stand_side_by_side_within_the_row(values: list[int]) -> None:
    found = month_columns(values, max(values, default=0))
    ends = [column.x + column.width for column in found.columns]
    assert all(end <= column.x for end, column in zip(ends, found.columns[1:], strict=False))
    assert all(end <= 100 for end in ends)
    assert all(0 <= column.height <= COLUMN_HEIGHT for column in found.columns)
    assert found.total == sum(values)


def test_highest_value_of_all_rows_is_as_high_as_its_row() -> None:
    assert [column.height for column in month_columns([0, 5, 10], 10).columns] == [0, 20, 40]


@pytest.mark.parametrize(
    ("count", "named"), [(1, [0]), (4, [0, 1, 2, 3]), (12, [0, 3, 6, 9]), (18, [0, 5, 10, 15])]
)
def test_four_months_at_most_are_named(count: int, named: list[int]) -> None:
    assert [mark.value for mark in month_marks(count)] == named


@given(st.integers(0, 100_000))
def test_axis_of_days_holds_the_longest_and_has_whole_numbers(longest: int) -> None:
    axis = days_axis(Fraction(longest))
    assert axis[0].value == 0
    assert axis[-1].value >= longest
    assert [mark.value * 4 for mark in axis] == [axis[-1].value * number for number in range(5)]


def test_strip_shows_middle_half_and_median_on_the_axis() -> None:
    strip = days_strip(Fraction(10), Fraction(20), Fraction(30), 40)
    assert (strip.start, strip.width, strip.median) == (25, 50, 50)
