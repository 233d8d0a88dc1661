"""The chart of two cycles: one axis, small changes look small, numbers never lie on each other."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from labelapp.web.trend_charts import _BOTTOM, _LINE, _TOP, TrendPoint, trend_chart

VALUE = st.integers(-10_000, 10_000).map(lambda number: Fraction(number, 10))
MAYBE = st.none() | VALUE


def _points(chart_points: tuple[TrendPoint | None, ...]) -> list[TrendPoint]:
    return [point for point in chart_points if point is not None]


@given(VALUE, VALUE, MAYBE, MAYBE)
def test_larger_values_lie_higher_and_all_within_the_chart(
    before: Fraction, now: Fraction, own_before: Fraction | None, own: Fraction | None
) -> None:
    chart = trend_chart((before, now), (own_before, own))
    found = sorted(_points((*chart.group, *chart.own)), key=lambda point: point.value)
    assert [point.y for point in found] == sorted((point.y for point in found), reverse=True)
    assert all(_TOP <= point.y <= _BOTTOM for point in found)


@given(VALUE, VALUE, VALUE, VALUE)
def test_numbers_at_one_end_are_a_line_apart(
    before: Fraction, now: Fraction, own_before: Fraction, own: Fraction
) -> None:
    chart = trend_chart((before, now), (own_before, own))
    for group, mine in zip(chart.group, chart.own, strict=True):
        assert mine is not None
        assert abs(group.text_y - mine.text_y) >= _LINE - 0.2


def test_small_change_of_a_large_value_looks_small() -> None:
    before, now = trend_chart((Fraction(100), Fraction(101)), (None, None)).group
    assert 0 < before.y - now.y <= (_BOTTOM - _TOP) / 25 + 0.2


def test_values_that_never_change_lie_in_the_middle() -> None:
    chart = trend_chart((Fraction(0), Fraction(0)), (Fraction(0), None))
    assert {point.y for point in _points((*chart.group, *chart.own))} == {(_TOP + _BOTTOM) / 2}
