"""A comparison as a page and a table need it: texts in the reader's language beside the geometry of the charts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import ceil
from typing import Any

from babel.dates import format_skeleton
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from labelapp.benchmarks.comparison import Comparison
from labelapp.benchmarks.disclosure.reasons import Reason
from labelapp.benchmarks.disclosure.thresholds import cut_digits
from labelapp.benchmarks.naming import group_name
from labelapp.benchmarks.report import Breakdown, Part, Position
from labelapp.benchmarks.statistics import Standing, Trend
from labelapp.schemes.numbers import cut_percent
from labelapp.web.formats import percent_cut
from labelapp.web.locale import scheme_text
from labelapp.web.portfolio_charts import (
    BoxStrip,
    Radar,
    Segment,
    Spread,
    box_strip,
    composition,
    radar,
)

HUNDRED = Fraction(100)
WHOLE_FROM = 1000
DASH = "–"
MOST_PARTS = 4
FIGURES = ("median", "q1", "q3", "p10", "p90", "mean", "standing")


@dataclass(frozen=True)
class Strip:
    """One value beside its group: texts of the figures, and the chart. Withheld figures are dashes."""

    code: str
    name: str
    note: str
    strip: BoxStrip
    own: str
    n: int
    median: str
    q1: str
    q3: str
    p10: str
    p90: str
    mean: str
    standing: str
    trend: str
    reason: str


@dataclass(frozen=True)
class StripGroup:
    """The values of one dimension."""

    title: str
    strips: list[Strip]


@dataclass(frozen=True)
class Bar:
    """One composition bar."""

    title: str
    note: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class CompositionChart:
    """Own composition above that of the group. What is not known or withheld is left out."""

    code: str
    title: str
    names: list[str]
    bars: list[Bar]
    withheld: bool


@dataclass(frozen=True)
class ProfileChart:
    """Own values and medians on the axes of a radar."""

    code: str
    title: str
    radar: Radar
    n: int
    withheld: bool


def figure(value: Fraction | None, unit: str) -> str:
    """A figure cut to one decimal place, from 1,000 to none, with the percent sign where the unit is percent."""
    if value is None:
        return DASH
    if unit == "percent":
        return percent_cut(value)
    places = 0 if abs(value) >= WHOLE_FROM else 1
    return str(format_decimal(Decimal(cut_percent(value, places)), format="#,##0.#"))


def month(day: date) -> str:
    """November 2026"""
    return str(format_skeleton("yMMMM", day, locale=get_locale()))


_REASONS: dict[Reason, Any] = {
    Reason.SMALL_GROUP: _l("The group is too small."),
    Reason.FEW_ANSWERS: _l("Too few clusters answered."),
    Reason.QUARTILES: _l("Fewer than 10 clusters answered."),
    Reason.PERCENTILES: _l("Fewer than 20 clusters answered."),
    Reason.DOMINANCE: _l("The mean would give single values away."),
    Reason.NO_ANSWER: _l("No own value."),
}


def reason(withheld: Mapping[str, Reason], *figures: str) -> str:
    """Why figures are missing, each reason once; empty when none is."""
    found = dict.fromkeys(withheld[figure] for figure in figures if figure in withheld)
    if Reason.QUARTILES in found:
        found.pop(Reason.PERCENTILES, None)  # fewer than 10 are fewer than 20
    return " ".join(str(_REASONS[one]) for one in found)


def standing_text(found: Standing | None) -> str:
    """A percentile with its interval in whole numbers: 63 (41 to 81)."""
    if found is None:
        return DASH
    place, low, high = int(found.percentile), int(found.low), ceil(found.high)
    return str(_("%(place)s (%(low)s to %(high)s)", place=place, low=low, high=high))


def trend_text(found: Trend, unit: str) -> str:
    """The medians of the same clusters in both cycles, and how many: 40 → 45 (n = 12)."""
    if found.before is None:
        return DASH
    before, now = figure(found.before, unit), figure(found.now, unit)
    return str(_("%(before)s, then %(now)s (n = %(n)s)", before=before, now=now, n=found.n))


def strip_groups(comparison: Comparison) -> list[StripGroup]:
    """The positions as rows of the page, under the dimensions of the scheme."""
    by_dimension = groupby(comparison.positions, key=lambda position: position.topic.dimension)
    return [
        StripGroup(scheme_text(dimension), [strip(position) for position in positions])
        for dimension, positions in by_dimension
    ]


def strip(position: Position) -> Strip:
    """A position as a row of the page."""
    unit, group = position.topic.unit, position.group
    spread = Spread(group.n, group.median, group.q1, group.q3, group.p10, group.p90)
    return Strip(
        code=position.topic.code,
        name=scheme_text(position.topic.label),
        note=scheme_text(unit),
        strip=box_strip(spread, position.own, _axis(position)),
        own=figure(position.own, unit),
        n=group.n,
        median=figure(group.median, unit),
        q1=figure(group.q1, unit),
        q3=figure(group.q3, unit),
        p10=figure(group.p10, unit),
        p90=figure(group.p90, unit),
        mean=figure(mean_of(position), unit),
        standing=standing_text(position.standing),
        trend=trend_text(position.trend, unit),
        reason=reason(position.withheld, *FIGURES),
    )


def mean_of(position: Position) -> Fraction | None:
    """The mean of the group as it may be shown."""
    mean = position.mean.mean
    return None if mean is None else cut_digits(mean)


def _axis(position: Position) -> tuple[Fraction, Fraction] | None:
    """0 to 100 for percentages, unless one of the figures shown is larger: such ratios are possible."""
    group = position.group
    shown = (position.own, group.median, group.q1, group.q3, group.p10, group.p90)
    fits = all(value is None or 0 <= value <= HUNDRED for value in shown)
    return (Fraction(0), HUNDRED) if position.topic.unit == "percent" and fits else None


def composition_chart(found: Breakdown, comparison: Comparison) -> CompositionChart:
    """A composition as two bars. A bar has five tones, so the smaller parts of a longer list are summed up."""
    kept = _largest(found.parts, MOST_PARTS) if len(found.parts) > MOST_PARTS + 1 else found.parts
    has_rest = len(kept) < len(found.parts)
    names = [scheme_text(part.label) for part in kept] + ([str(_("All others"))] if has_rest else [])
    bars = []
    if found.has_own:
        own = _whole([part.own for part in kept], has_rest=has_rest)
        bars.append(Bar(comparison.cluster.name, "", composition(own)))
    if found.has_group:
        mean = _whole([part.group for part in kept], has_rest=has_rest)
        note = str(_("mean, n = %(n)s", n=found.n))
        bars.append(Bar(group_name(comparison.chosen.selection), note, composition(mean)))
    return CompositionChart(
        found.topic.code, scheme_text(found.topic.label), names, bars, not found.has_group
    )


def _largest(parts: tuple[Part, ...], count: int) -> tuple[Part, ...]:
    """The parts with the largest shares of the own cluster, else of the group, in the order of the scheme."""

    def size(part: Part) -> Fraction:
        return (part.group if part.own is None else part.own) or Fraction(0)

    ranked = sorted(parts, key=size, reverse=True)[:count]
    return tuple(part for part in parts if part in ranked)


def _whole(shares: list[Fraction | None], *, has_rest: bool) -> list[Fraction]:
    known = [share or Fraction(0) for share in shares]
    return [*known, 1 - sum(known, Fraction(0))] if has_rest else known


def profile_chart(found: Breakdown) -> ProfileChart:
    """A profile as a radar."""
    chart = radar(
        [scheme_text(part.label) for part in found.parts],
        [part.own for part in found.parts],
        [part.group for part in found.parts],
        rings=found.topic.highest or 4,
    )
    return ProfileChart(found.topic.code, scheme_text(found.topic.label), chart, found.n, not found.has_group)
