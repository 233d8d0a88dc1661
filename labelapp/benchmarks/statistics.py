"""Figures of a group of cluster organisations, in exact arithmetic. Pure: knows neither database nor web."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

NORMAL_95 = 1.959963984540054  # the 97.5 % point of the normal distribution


@dataclass(frozen=True)
class Distribution:
    """What is known of one value in a group. None stands for a figure that is withheld; `n` is the group's size.

    Quartiles and percentiles are in the unit of the value.
    """

    n: int
    median: Fraction | None = None
    q1: Fraction | None = None
    q3: Fraction | None = None
    p10: Fraction | None = None
    p90: Fraction | None = None


def quantile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """The quantile at `share` (0 to 1) with linear interpolation between neighbours.

    Definition 7 of Hyndman and Fan (1996), the one that spreadsheets and NumPy use. Raises ValueError for an
    empty sequence or a share outside 0 to 1.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError("a quantile needs values and a share from 0 to 1")
    return _between(sorted(values), share)


def _between(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def describe(values: Sequence[Fraction]) -> Distribution:
    """All figures of a group, before disclosure control. An empty group has only its size."""
    if not values:
        return Distribution(0)
    ordered = sorted(values)
    figures = (_between(ordered, Fraction(share, 100)) for share in (50, 25, 75, 10, 90))
    return Distribution(len(values), *figures)


def middle_level(counts: Mapping[str, int], levels: Sequence[str]) -> str | None:
    """The median of ordered levels, from low to high: the lowest that half of the answers do not exceed.

    It is a level that can be chosen, never one between two. None where nothing was counted.
    """
    whole = sum(counts.get(level, 0) for level in levels)
    reached = 0
    for level in levels:
        reached += counts.get(level, 0)
        if whole and 2 * reached >= whole:
            return level
    return None


def shares(parts: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Each part as a share of the whole (0 to 1). A whole of nothing has no shares: an empty dictionary."""
    whole = sum(parts.values(), Fraction(0))
    return {name: part / whole for name, part in parts.items()} if whole > 0 else {}


def mean_shares(compositions: Sequence[Mapping[str, Fraction]]) -> dict[str, Fraction]:
    """The mean of compositions (shares 0 to 1), so that a large cluster counts as much as a small one."""
    if not compositions:
        return {}
    names = list(dict.fromkeys(name for composition in compositions for name in composition))
    return {
        name: sum((c.get(name, Fraction(0)) for c in compositions), Fraction(0)) / len(compositions)
        for name in names
    }


@dataclass(frozen=True)
class Standing:
    """Where a value stands among others: the percentile (0 to 100), and the interval that holds it 19 times of 20."""

    percentile: Fraction
    low: float
    high: float


def standing(values: Sequence[Fraction], own: Fraction) -> Standing:
    """The mid-rank percentile of a value: the share below it and half of those equal to it.

    The group is taken as a sample of all clusters of its kind; its share below then has the score interval of Wilson
    (1927), which stays within 0 to 100 and holds for small groups too (Newcombe 1998, method 3). Raises ValueError for
    an empty group.
    """
    if not values:
        raise ValueError("a standing needs values")
    below = sum(value < own for value in values) + Fraction(sum(value == own for value in values), 2)
    low, high = wilson(float(below), len(values))
    return Standing(100 * below / len(values), 100 * low, 100 * high)


def wilson(found: float, of: int) -> tuple[float, float]:
    """The 95 % score interval of the share `found` / `of`; 0 <= found <= of."""
    z, share = NORMAL_95, found / of
    middle = share + z * z / (2 * of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


@dataclass(frozen=True)
class Trend:
    """The medians of the same clusters in the cycle before and now, and the median of the change of each."""

    n: int
    before: Fraction | None = None
    now: Fraction | None = None
    change: Fraction | None = None


def trend(pairs: Sequence[tuple[Fraction, Fraction]]) -> Trend:
    """The trend of matched pairs (before, now), before disclosure control. An empty one has only its size."""
    if not pairs:
        return Trend(0)
    columns = ([a for a, _b in pairs], [b for _a, b in pairs], [b - a for a, b in pairs])
    return Trend(len(pairs), *(quantile(column, Fraction(1, 2)) for column in columns))
