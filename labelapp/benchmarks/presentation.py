"""A comparison as a page and a table need it: texts in the reader's language beside the geometry of the charts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flask_babel import format_decimal
from flask_babel import gettext as _

from labelapp.benchmarks.comparison import Comparison, Group
from labelapp.benchmarks.report import Breakdown, Part, Position
from labelapp.clusters.portfolios import portfolio_name
from labelapp.schemes.numbers import cut_percent
from labelapp.web.formats import country_name, percent_cut
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

PERCENT_AXIS = (Fraction(0), Fraction(100))
DASH = "–"
MOST_PARTS = 4


@dataclass(frozen=True)
class Strip:
    """One value beside its group: texts of the figures, and the chart. Withheld figures are dashes."""

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


@dataclass(frozen=True)
class Bar:
    """One composition bar."""

    title: str
    note: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class CompositionChart:
    """Own composition above that of the group, which is left out when it is withheld."""

    title: str
    names: list[str]
    bars: list[Bar]
    n: int


@dataclass(frozen=True)
class ProfileChart:
    """Own values and medians on the axes of a radar."""

    title: str
    radar: Radar
    n: int


def figure(value: Fraction | None, unit: str) -> str:
    """A figure cut to one decimal place, with the percent sign where the unit is percent."""
    if value is None:
        return DASH
    if unit == "percent":
        return percent_cut(value)
    return str(format_decimal(Decimal(cut_percent(value, 1)), format="#,##0.#"))


def group_name(group: Group) -> str:
    """The name of a group in the reader's language."""
    if group.kind == "portfolio":
        return portfolio_name(group.of)
    return country_name(group.of) if group.kind == "country" else str(_("All clusters"))


def strip(position: Position) -> Strip:
    """A position as a row of the page."""
    unit, group = position.topic.unit, position.group
    spread = Spread(group.n, group.median, group.q1, group.q3, group.p10, group.p90)
    return Strip(
        name=scheme_text(position.topic.label),
        note=scheme_text(unit),
        strip=box_strip(spread, position.own, PERCENT_AXIS if unit == "percent" else None),
        own=figure(position.own, unit),
        n=group.n,
        median=figure(group.median, unit),
        q1=figure(group.q1, unit),
        q3=figure(group.q3, unit),
        p10=figure(group.p10, unit),
        p90=figure(group.p90, unit),
    )


def composition_chart(found: Breakdown, comparison: Comparison) -> CompositionChart:
    """A composition as two bars. A bar has five tones, so the smaller parts of a longer list are summed up."""
    parts, shown = found.parts, all(part.group is not None for part in found.parts)
    kept = _largest(parts, MOST_PARTS) if len(parts) > MOST_PARTS + 1 else parts
    names = [scheme_text(part.label) for part in kept]
    own = _with_rest([part.own or Fraction(0) for part in kept], has_rest=len(kept) < len(parts))
    bars = [Bar(comparison.cluster.name, "", composition(own))]
    if shown:
        mean = _with_rest([part.group or Fraction(0) for part in kept], has_rest=len(kept) < len(parts))
        note = str(_("mean, n = %(n)s", n=found.n))
        bars.append(Bar(group_name(comparison.chosen), note, composition(mean)))
    if len(kept) < len(parts):
        names.append(str(_("All others")))
    return CompositionChart(scheme_text(found.topic.label), names, bars, found.n)


def _largest(parts: tuple[Part, ...], count: int) -> tuple[Part, ...]:
    """The parts with the largest shares of the own cluster, in the order of the scheme."""
    ranked = sorted(parts, key=lambda part: part.own or Fraction(0), reverse=True)[:count]
    return tuple(part for part in parts if part in ranked)


def _with_rest(shares: list[Fraction], *, has_rest: bool) -> list[Fraction]:
    return [*shares, 1 - sum(shares, Fraction(0))] if has_rest else shares


def profile_chart(found: Breakdown) -> ProfileChart:
    """A profile as a radar."""
    chart = radar(
        [scheme_text(part.label) for part in found.parts],
        [part.own for part in found.parts],
        [part.group for part in found.parts],
        rings=found.topic.highest or 4,
    )
    return ProfileChart(scheme_text(found.topic.label), chart, found.n)


def table(comparison: Comparison) -> Iterator[list[str]]:
    """The comparison as rows of a table, headings first. Numbers have a point and no unit, as programs read them."""
    yield [
        _("Topic"),
        _("Part"),
        _("Unit"),
        _("Own value"),
        "n",
        "p10",
        "q1",
        _("Median or mean"),
        "q3",
        "p90",
    ]
    for found in comparison.positions:
        group = found.group
        figures = (group.p10, group.q1, group.median, group.q3, group.p90)
        yield [
            scheme_text(found.topic.label),
            "",
            scheme_text(found.topic.unit),
            _number(found.own),
            _size(group.n, comparison.minimum),
            *map(_number, figures),
        ]
    for broken_down in (*comparison.compositions, *comparison.profiles):
        hundred = 100 if broken_down.topic.kind == "composition" else 1
        for part in broken_down.parts:
            yield [
                scheme_text(broken_down.topic.label),
                scheme_text(part.label),
                scheme_text(broken_down.topic.unit),
                _number(part.own, hundred),
                _size(broken_down.n, comparison.minimum),
                "",
                "",
                _number(part.group, hundred),
                "",
                "",
            ]


def _number(value: Fraction | None, times: int = 1) -> str:
    return "" if value is None else cut_percent(value * times, 2)


def _size(n: int, minimum: int) -> str:
    return str(n) if n >= minimum else f"<{minimum}"
