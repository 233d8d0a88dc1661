"""Geometry of the charts about work: columns a month, and strips of days. Plain numbers that macros print."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from labelapp.web.charts import anchor, place

COLUMN_HEIGHT = 40  # px
_GAP = Fraction(1, 5)  # of the room of a column
_LABELS = 4  # months named below a row of columns, so that they do not touch on a phone
_FIRST_DIGITS = (1, 2, 5)


@dataclass(frozen=True)
class Column:
    """One column: start and width in percent of the row, height in px, and its number."""

    x: float
    width: float
    height: float
    value: int


@dataclass(frozen=True)
class Months:
    """The columns of a row, one a month."""

    columns: tuple[Column, ...]
    total: int


@dataclass(frozen=True)
class Mark:
    """A place on an axis: percent of the width, which of the months or days stands there, and how its text stands."""

    at: float
    value: int
    anchor: str


def month_columns(values: Sequence[int], highest: int) -> Months:
    """Columns on a scale that several rows share: `highest` is as high as the row. None is higher."""
    room = Fraction(1, max(len(values), 1))
    return Months(
        tuple(
            Column(
                x=place(room * number, Fraction(1)),
                width=place(room * (1 - _GAP), Fraction(1)),
                height=round(place(Fraction(value), Fraction(highest)) * COLUMN_HEIGHT / 100, 2),
                value=value,
            )
            for number, value in enumerate(values)
        ),
        sum(values),
    )


def month_marks(count: int) -> tuple[Mark, ...]:
    """Which months are named below a row, by their place in it: the first one, and others evenly."""
    every = max(-(-count // _LABELS), 1)
    return tuple(
        Mark(place(Fraction(number), Fraction(count)), number, "start") for number in range(0, count, every)
    )


@dataclass(frozen=True)
class DaysStrip:
    """The middle half and the median of some days, in percent of the axis."""

    start: float
    width: float
    median: float


def days_strip(q1: Fraction, median: Fraction, q3: Fraction, whole: int) -> DaysStrip:
    """On an axis from 0 to `whole` days."""
    start, end = place(q1, Fraction(whole)), place(q3, Fraction(whole))
    return DaysStrip(start, round(end - start, 3), place(median, Fraction(whole)))


def days_axis(longest: Fraction) -> tuple[Mark, ...]:
    """Five marks from 0 to a round number of days that holds `longest`; each is a whole number of days."""
    step = next(
        digit * 10**power for power in range(9) for digit in _FIRST_DIGITS if digit * 10**power * 4 >= longest
    )
    return tuple(Mark(25.0 * number, step * number, anchor(25.0 * number)) for number in range(5))
