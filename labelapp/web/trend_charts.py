"""Geometry of the chart of two cycles: what was, what is, and a line between, for a group and for a cluster in it."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

HEIGHT = 96
STARTS, ENDS = 24, 76  # percent of the width
_TOP, _BOTTOM = 14, 66  # px
_LEAST_SPAN = Fraction(1, 4)
_LINE = 15.0  # px that a number needs


@dataclass(frozen=True)
class TrendPoint:
    """A value at one end: `y` is its place, `text_y` the base line of its number, in px."""

    value: Fraction
    y: float
    text_y: float


@dataclass(frozen=True)
class TrendChart:
    """The group at both ends, and the cluster at the ends where its value is known."""

    group: tuple[TrendPoint, TrendPoint]
    own: tuple[TrendPoint | None, TrendPoint | None]


def trend_chart(group: tuple[Fraction, Fraction], own: tuple[Fraction | None, Fraction | None]) -> TrendChart:
    """All values lie on one axis, which is never shorter than a quarter of the largest: a small change looks small."""
    known = [*group, *(value for value in own if value is not None)]
    low, high = min(known), max(known)
    lacking = max(Fraction(0), _LEAST_SPAN * max(abs(low), abs(high)) - (high - low))
    low, high = low - lacking / 2, high + lacking / 2

    def at(value: Fraction) -> float:
        share = (value - low) / (high - low) if high > low else Fraction(1, 2)
        return round(_BOTTOM - float(share) * (_BOTTOM - _TOP), 1)

    first, last = (_ends(at, theirs, mine) for theirs, mine in zip(group, own, strict=True))
    return TrendChart((first[0], last[0]), (first[1], last[1]))


def _ends(
    at: Callable[[Fraction], float], group: Fraction, own: Fraction | None
) -> tuple[TrendPoint, TrendPoint | None]:
    """Two points one above the other, with their numbers far enough apart to be read."""
    if own is None:
        return TrendPoint(group, at(group), at(group) + 4), None
    middle, half = (at(group) + at(own)) / 2, max(abs(at(group) - at(own)), _LINE) / 2
    up = 1 if own >= group else -1
    return (
        TrendPoint(group, at(group), round(middle + up * half + 4, 1)),
        TrendPoint(own, at(own), round(middle - up * half + 4, 1)),
    )
