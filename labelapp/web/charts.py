"""Geometry of the charts of points and time, as plain numbers that macros print.

Percentages run along the width of the chart, 0 at the start edge; heights are fixed in the macros. Values
are exact; only positions are rounded. The charts of portfolios are in `portfolio_charts`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from labelapp.web import portfolio_charts

# Distance between the steps with a number and those without, by the first that gives at most six numbers.
_RULE_STEPS = ((1, 1), (2, 1), (5, 1), (10, 5), (20, 5), (30, 10), (50, 10), (100, 20), (200, 50), (500, 100))
_LABEL_ROOM = 9.0  # percent of the width that a number needs on a phone
_PIPS_AT_MOST = 6


def place(value: Fraction, whole: Fraction) -> float:
    """Where `value` lies on an axis from 0 to `whole`, in percent, kept within the axis."""
    if whole <= 0:
        return 0.0
    return round(float(max(Fraction(0), min(Fraction(1), value / whole)) * 100), 3)


def anchor(at: float) -> str:
    """How text stands at a position: it must not leave the chart at either end."""
    if at <= 4:
        return "start"
    return "end" if at >= 96 else "middle"


@dataclass(frozen=True)
class Interval:
    """An estimate with its bounds and a line for the value that means "none", all in percent of the width."""

    at: float
    low: float
    high: float
    none: float


def interval(value: float, low: float, high: float, reach: float, none: float = 0) -> Interval:
    """An estimate on an axis from `none - reach` to `none + reach`; what lies beyond is drawn at the edge."""

    def along(number: float) -> float:
        return round(min(max((number - none + reach) / (2 * reach), 0), 1) * 100, 2)

    return Interval(along(value), along(low), along(high), along(none))


@dataclass(frozen=True)
class Tick:
    """A tick of an axis at a percentage of the width; `value` is None when it carries no number."""

    at: float
    value: Fraction | None
    anchor: str
    strong: bool = False


@dataclass(frozen=True)
class RuleChart:
    """The one ruler for totals: points so far, still open, lost, and the threshold."""

    points: Fraction
    reachable: Fraction
    maximum: Fraction
    threshold: Fraction | None
    got: float
    open_width: float
    limit: float | None
    label_before: bool
    ticks: tuple[Tick, ...]

    @property
    def threshold_percent(self) -> Fraction | None:
        """The threshold in percent of the maximum."""
        return None if self.threshold is None else self.threshold * 100 / self.maximum


def rule(points: Fraction, open_points: Fraction, maximum: Fraction, threshold: Fraction | None) -> RuleChart:
    """The ruler for `points` of `maximum` with `open_points` still to be had. `maximum` must be positive."""
    if maximum <= 0:
        raise ValueError("a ruler needs a positive maximum")
    got = place(points, maximum)
    reachable = min(points + open_points, maximum)
    limit = None if threshold is None else place(threshold, maximum)
    return RuleChart(
        points=points,
        reachable=reachable,
        maximum=maximum,
        threshold=threshold,
        got=got,
        open_width=round(place(reachable, maximum) - got, 3),
        limit=limit,
        label_before=limit is not None and limit >= 45,
        ticks=_rule_ticks(maximum, threshold),
    )


def _rule_ticks(maximum: Fraction, threshold: Fraction | None) -> tuple[Tick, ...]:
    major, minor = next((step for step in _RULE_STEPS if maximum / step[0] <= 6), (maximum / 5, maximum / 10))
    values = {Fraction(minor) * index for index in range(int(maximum / minor) + 1)} | {maximum}
    numbered = {value for value in values if value % major == 0}
    fixed = {maximum} | ({threshold} if threshold is not None else set())
    numbered = {
        value for value in numbered if all(value == other or _apart(value, other, maximum) for other in fixed)
    } | fixed
    return tuple(
        Tick(
            at=place(value, maximum),
            value=value if value in numbered else None,
            anchor=anchor(place(value, maximum)),
            strong=value == threshold,
        )
        for value in sorted(values | fixed)
    )


def _apart(one: Fraction, other: Fraction, maximum: Fraction) -> bool:
    return abs(place(one, maximum) - place(other, maximum)) >= _LABEL_ROOM


@dataclass(frozen=True)
class Bar:
    """A dimension's bar: its length is its maximum on the common scale of all dimensions."""

    points: Fraction
    maximum: Fraction
    length: float
    got: float
    open_width: float


def dimension_bar(points: Fraction, open_points: Fraction, maximum: Fraction, largest: Fraction) -> Bar:
    """`largest` is the maximum of the largest dimension, which takes the whole width."""
    got = place(points, largest)
    reachable = place(min(points + open_points, maximum), largest)
    return Bar(points, maximum, place(maximum, largest), got, round(reachable - got, 3))


@dataclass(frozen=True)
class Pip:
    """One square; `filled` from 0 to 1 is the part of it that is reached, in px of its width of 11."""

    x: float
    filled: float


@dataclass(frozen=True)
class Pips:
    """The points of one indicator as squares, or as one bar when there would be more than six."""

    points: Fraction | None
    maximum: Fraction
    width: float
    squares: tuple[Pip, ...]
    bar: float | None


def pips(points: Fraction | None, maximum: Fraction) -> Pips:
    """`points` None: not scored yet, squares are drawn empty. `maximum` in whole points, else a bar."""
    count = int(maximum)
    if maximum.denominator != 1 or not 0 < count <= _PIPS_AT_MOST:
        return Pips(points, maximum, 68, (), place(points or Fraction(0), maximum))
    reached = Fraction(0) if points is None else points
    squares = tuple(
        Pip(
            x=0.5 + 14 * index,
            filled=round(11 * float(min(Fraction(1), max(Fraction(0), reached - index))), 2),
        )
        for index in range(count)
    )
    return Pips(points, maximum, 14 * count - 2, squares, None)


@dataclass(frozen=True)
class YearTick:
    """1 January of a year."""

    at: float
    year: int
    anchor: str


@dataclass(frozen=True)
class ValidityChart:
    """How long a label holds: valid, then renewable after expiry, and where today lies."""

    valid_from: date
    valid_until: date
    renewable_until: date | None
    valid: float
    renewable: float
    today: float | None
    today_anchor: str
    years: tuple[YearTick, ...]


def validity(valid_from: date, valid_until: date, renewable_until: date | None, today: date) -> ValidityChart:
    """Days run evenly from `valid_from` to the last day that counts. Today outside of it is not drawn."""
    end = renewable_until or valid_until
    span = max((end - valid_from).days, 1)

    def at(day: date) -> float:
        return place(Fraction((day - valid_from).days), Fraction(span))

    years = [date(year, 1, 1) for year in range(valid_from.year, end.year + 1)]
    inside = [day for day in years if valid_from <= day <= end]
    every = 2 if len(inside) > 6 else 1
    now = at(today) if valid_from <= today <= end else None
    return ValidityChart(
        valid_from=valid_from,
        valid_until=valid_until,
        renewable_until=renewable_until,
        valid=at(valid_until),
        renewable=round(at(end) - at(valid_until), 3),
        today=now,
        today_anchor=anchor(now or 0.0),
        years=tuple(YearTick(at(day), day.year, anchor(at(day))) for day in inside[::every]),
    )


def count_bar_widths(counts: Sequence[int]) -> list[float]:
    """How long the bars of some counts are on the scale of the largest, in percent of the width."""
    most = Fraction(max(counts, default=0))
    return [place(Fraction(count), most) for count in counts]


TEMPLATE_GLOBALS: dict[str, Callable[..., object]] = {
    "rule_geometry": rule,
    "dimension_bar_geometry": dimension_bar,
    "pips_geometry": pips,
    "validity_geometry": validity,
    "interval_geometry": interval,
    "count_bar_widths": count_bar_widths,
    **portfolio_charts.TEMPLATE_GLOBALS,
}
