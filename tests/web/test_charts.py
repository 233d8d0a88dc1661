"""Geometry of the charts: what is drawn where, what is cut, what is withheld."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest

from labelapp.web import charts
from labelapp.web.portfolio_charts import (
    Detail,
    Spread,
    box_strip,
    common_axis,
    composition,
    detail_for,
    radar,
    two_lines,
)

FULL = Spread(
    n=47, median=Fraction(63), q1=Fraction(41), q3=Fraction(96), p10=Fraction(22), p90=Fraction(148)
)


def spread(n: int) -> Spread:
    return Spread(n, FULL.median, FULL.q1, FULL.q3, FULL.p10, FULL.p90)


def numbers(chart: charts.RuleChart) -> list[Fraction]:
    return [tick.value for tick in chart.ticks if tick.value is not None]


def test_rule_of_150_points_places_points_open_and_threshold() -> None:
    chart = charts.rule(Fraction(88), Fraction(45), Fraction(150), Fraction(120))
    assert (chart.got, chart.open_width, chart.limit) == (58.667, 30.0, 80.0)
    assert chart.reachable == 133
    assert chart.threshold_percent == 80


def test_rule_of_150_points_numbers_every_30_and_ticks_every_10() -> None:
    chart = charts.rule(Fraction(88), Fraction(45), Fraction(150), Fraction(120))
    assert numbers(chart) == [0, 30, 60, 90, 120, 150]
    assert len(chart.ticks) == 16
    assert [tick.value for tick in chart.ticks if tick.strong] == [120]


def test_rule_ends_keep_their_numbers_inside_the_chart() -> None:
    ticks = charts.rule(Fraction(0), Fraction(0), Fraction(150), None).ticks
    assert (ticks[0].anchor, ticks[-1].anchor) == ("start", "end")


@pytest.mark.parametrize("maximum", [5, 34, 60, 77, 100, 150, 170, 999])
def test_rule_numbers_of_any_maximum_have_room_on_a_phone(maximum: int) -> None:
    chart = charts.rule(Fraction(0), Fraction(0), Fraction(maximum), Fraction(maximum) * 4 / 5)
    places = [tick.at for tick in chart.ticks if tick.value is not None]
    assert all(after - before >= 9 for before, after in pairwise(places))
    assert Fraction(maximum) in numbers(chart)
    assert Fraction(maximum) * 4 / 5 in numbers(chart)


def test_rule_open_points_beyond_the_maximum_stay_inside() -> None:
    chart = charts.rule(Fraction(140), Fraction(45), Fraction(150), Fraction(120))
    assert chart.got + chart.open_width == pytest.approx(100)


def test_rule_with_a_low_threshold_labels_it_after_the_flag() -> None:
    assert not charts.rule(Fraction(0), Fraction(0), Fraction(150), Fraction(30)).label_before
    assert charts.rule(Fraction(0), Fraction(0), Fraction(150), Fraction(120)).label_before


def test_rule_without_a_pass_mark_has_no_limit() -> None:
    chart = charts.rule(Fraction(70), Fraction(0), Fraction(150), None)
    assert chart.limit is None
    assert chart.threshold_percent is None


def test_rule_without_a_maximum_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        charts.rule(Fraction(0), Fraction(0), Fraction(0), None)


def test_dimension_bars_share_the_scale_of_the_largest() -> None:
    bar = charts.dimension_bar(Fraction(13), Fraction(2), Fraction(15), Fraction(60))
    assert (bar.length, bar.got, bar.open_width) == (25.0, 21.667, 3.333)


def test_pips_fill_by_points_and_parts_of_points() -> None:
    assert [pip.filled for pip in charts.pips(Fraction(7, 2), Fraction(5)).squares] == [11, 11, 11, 5.5, 0]


def test_pips_not_scored_are_all_empty() -> None:
    drawn = charts.pips(None, Fraction(5))
    assert drawn.points is None
    assert {pip.filled for pip in drawn.squares} == {0}


@pytest.mark.parametrize(("maximum", "squares"), [(1, 1), (6, 6), (7, 0), (20, 0)])
def test_pips_up_to_six_are_squares_and_beyond_a_bar(maximum: int, squares: int) -> None:
    drawn = charts.pips(Fraction(1), Fraction(maximum))
    assert len(drawn.squares) == squares
    assert (drawn.bar is None) == bool(squares)


def test_interval_is_centred_on_none_and_ends_at_the_edge() -> None:
    assert charts.interval(0.5, 0, 1.2, reach=1) == charts.Interval(at=75, low=50, high=100, none=50)
    assert charts.interval(-2, -3, 0, reach=1) == charts.Interval(at=0, low=0, high=50, none=50)


def test_validity_puts_today_between_start_and_end() -> None:
    chart = charts.validity(date(2025, 1, 1), date(2027, 1, 1), date(2028, 1, 1), date(2026, 1, 1))
    assert chart.today == pytest.approx(100 / 3, abs=0.1)
    assert chart.valid + chart.renewable == pytest.approx(100)
    assert [tick.year for tick in chart.years] == [2025, 2026, 2027, 2028]


def test_validity_after_its_end_draws_no_today() -> None:
    chart = charts.validity(date(2020, 1, 1), date(2022, 1, 1), None, date(2026, 1, 1))
    assert chart.today is None
    assert chart.renewable == 0


@pytest.mark.parametrize(
    ("n", "detail"),
    [
        (0, Detail.NOTHING),
        (4, Detail.NOTHING),
        (5, Detail.MEDIAN),
        (9, Detail.MEDIAN),
        (10, Detail.BOX),
        (19, Detail.BOX),
        (20, Detail.ALL),
    ],
)
def test_detail_for_a_group_size_opens_step_by_step(n: int, detail: Detail) -> None:
    assert detail_for(n) is detail


def test_box_strip_below_5_draws_nothing_even_when_figures_are_given() -> None:
    assert box_strip(spread(4), Fraction(84)) == box_strip(Spread(0), None)


def test_box_strip_below_10_draws_median_and_own_only() -> None:
    strip = box_strip(spread(9), Fraction(84))
    assert strip.median is not None
    assert strip.own is not None
    assert strip.box is None
    assert strip.whiskers is None


def test_box_strip_below_20_draws_no_whiskers() -> None:
    strip = box_strip(spread(19), Fraction(84))
    assert strip.box is not None
    assert strip.whiskers is None


def test_box_strip_axis_of_a_small_group_does_not_depend_on_withheld_figures() -> None:
    other = Spread(9, FULL.median, q1=Fraction(1), q3=Fraction(900), p10=Fraction(0), p90=Fraction(9000))
    assert box_strip(spread(9), Fraction(84)) == box_strip(other, Fraction(84))


def test_box_strip_with_a_fixed_axis_places_in_percent_of_it() -> None:
    strip = box_strip(FULL, Fraction("64.2"), (Fraction(0), Fraction(200)))
    assert strip.own == 32.1
    assert [tick.value for tick in strip.ticks] == [0, 50, 100, 150, 200]


@pytest.mark.parametrize("scale", [Fraction(1, 1000), Fraction(1), Fraction(7), Fraction(10**6)])
def test_box_strip_axis_of_any_scale_has_two_to_five_round_ticks(scale: Fraction) -> None:
    figures = [value * scale for value in (63, 41, 96, 22, 148)]
    strip = box_strip(Spread(47, *figures), None)
    assert 2 <= len(strip.ticks) <= 5
    assert strip.ticks[0].value == 0
    assert strip.ticks[-1].value >= 148 * scale


def test_box_strip_own_value_far_beyond_the_axis_stands_at_its_edge() -> None:
    strip = box_strip(FULL, Fraction(4000))
    assert (strip.own, strip.beyond) == (100.0, "end")
    assert box_strip(FULL, Fraction(-900)).beyond == "start"
    assert box_strip(FULL, Fraction(84)).beyond == ""


def test_composition_cuts_percentages_and_never_rounds_them_up() -> None:
    segments = composition([Fraction(7999, 10000), Fraction(2001, 10000)])
    assert [segment.percent for segment in segments] == [79, 20]


def test_composition_under_7_percent_has_no_label() -> None:
    segments = composition([Fraction(93, 100), Fraction(7, 100), Fraction(699, 10000)])
    assert [segment.labelled for segment in segments] == [True, True, False]


def test_composition_parts_lie_end_to_end() -> None:
    segments = composition([Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)])
    assert [(segment.x, segment.width) for segment in segments] == [(0, 50), (50, 25), (75, 25)]


def test_composition_of_six_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="five"):
        composition([Fraction(1, 6)] * 6)


def test_radar_starts_at_the_top_and_goes_clockwise() -> None:
    chart = radar(["a", "b", "c", "d"], [Fraction(4)] * 4, [None] * 4)
    assert chart.own_area == "0,-100.8 100.8,0 0,100.8 -100.8,0"


def test_radar_with_a_missing_value_draws_no_area() -> None:
    chart = radar(["a", "b", "c"], [Fraction(1), None, Fraction(2)], [Fraction(1)] * 3)
    assert chart.own_area == ""
    assert chart.reference_area != ""
    assert [axis.own_at is None for axis in chart.axes] == [False, True, False]


@pytest.mark.parametrize("count", [2, 11])
def test_radar_needs_three_to_ten_axes(count: int) -> None:
    with pytest.raises(ValueError, match="3 to 10"):
        radar(["x"] * count, [None] * count, [None] * count)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Training", ("Training",)),
        ("Research and development", ("Research and", "development")),
        ("Inter\u00adnationalisation", ("Inter-", "nationalisation")),
        ("Öffentlichkeitsarbeit", ("Öffentlichkeitsarbeit",)),
    ],
)
def test_radar_label_breaks_at_spaces_and_soft_hyphens_only(text: str, lines: tuple[str, ...]) -> None:
    assert two_lines(text) == lines


def test_bars_of_counts_are_on_the_scale_of_the_largest() -> None:
    assert charts.count_bar_widths([4, 1, 0]) == [100.0, 25.0, 0.0]
    assert charts.count_bar_widths([0, 0]) == [0.0, 0.0]
    assert charts.count_bar_widths([]) == []


def test_common_axis_holds_every_value_and_zero_between_round_ends() -> None:
    assert common_axis([Fraction("6.6"), Fraction("4.8")]) == (0, 8)
    assert common_axis([Fraction(-3), Fraction(40)])[0] <= -3
    assert common_axis([]) == (0, 1)
