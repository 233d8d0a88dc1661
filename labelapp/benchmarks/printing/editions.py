"""The two pages of the benchmark report in one language: what stands out, and the most telling charts."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from labelapp.benchmarks import presentation
from labelapp.benchmarks.comparison import Comparison
from labelapp.benchmarks.naming import group_name
from labelapp.benchmarks.presentation import composition_chart, profile_chart, standing_text
from labelapp.benchmarks.report import Position
from labelapp.benchmarks.wording import StandingOut, standing_out
from labelapp.documents.benchmark import (
    Bar,
    Composition,
    Edition,
    Percentile,
    Profile,
    Said,
    SaidSection,
    Strip,
)
from labelapp.web.charts import interval
from labelapp.web.formats import percent_cut, points
from labelapp.web.locale import scheme_text, speaking

MIDDLE = 50


def edition(comparison: Comparison, language: str) -> Edition:
    """The pages in a language of the interface."""
    with speaking(language):
        sections = standing_out(comparison)
        span = comparison.span
        strips = _strips(comparison.positions)
        spoken_of = {line.code for section in sections for line in section.lines}
        telling = _in_order(comparison.positions)
        return Edition(
            language=language,
            group=group_name(comparison.chosen.selection),
            asked=group_name(comparison.asked.selection) if span and comparison.is_widened else "",
            count=comparison.chosen.n if span else None,
            since=presentation.month(span[0]) if span else None,
            until=presentation.month(span[1]) if span else None,
            said=[_said(section, strips) for section in sections],
            strips=[
                strips[one.topic.code]
                for one in telling
                if one.topic.code in strips and one.topic.code not in spoken_of
            ],
            compositions=[_composition(one) for one in _charts(comparison)],
            profiles=[_profile(profile_chart(one)) for one in comparison.profiles],
            percentiles=[found for one in telling if (found := _percentile(one)) is not None],
        )


def _in_order(positions: Iterable[Position]) -> list[Position]:
    """What lies furthest from the middle of the group first."""
    return sorted(positions, key=_apart, reverse=True)


def _apart(position: Position) -> Fraction:
    place = position.standing
    return Fraction(-1) if place is None else abs(place.percentile - MIDDLE)


def _strips(positions: Iterable[Position]) -> dict[str, Strip]:
    """The positions of which something of the group is shown, by topic."""
    rows = (presentation.strip(position) for position in positions if position.group.median is not None)
    return {row.code: Strip(row.name, _unit(row.note), row.own, row.median, row.n, row.strip) for row in rows}


def _unit(note: str) -> str:
    return "" if note == scheme_text("percent") else note


def _said(section: StandingOut, strips: dict[str, Strip]) -> SaidSection:
    """Possible actions are about what was drawn above, so no strip stands beside them."""
    drawn = {} if section.section == "actions" else strips
    return SaidSection(
        section.title,
        [Said(line.name, line.unit, line.text, drawn.get(line.code)) for line in section.lines],
    )


def _charts(comparison: Comparison) -> Sequence[presentation.CompositionChart]:
    return [composition_chart(found, comparison) for found in comparison.compositions]


def _composition(chart: presentation.CompositionChart) -> Composition:
    return Composition(chart.title, chart.names, [_bar(bar, chart.names) for bar in chart.bars])


def _bar(bar: presentation.Bar, names: Sequence[str]) -> Bar:
    shares = [percent_cut(Fraction(segment.percent)) for segment in bar.segments]
    told = ", ".join(f"{name} {share}" for name, share in zip(names, shares, strict=True))
    return Bar(bar.title, bar.note, bar.segments, shares, told)


def _profile(chart: presentation.ProfileChart) -> Profile:
    values = ", ".join(
        f"{axis.name} {points(axis.own)} / {points(axis.reference)}" for axis in chart.radar.axes
    )
    return Profile(chart.title, chart.radar, values, None if chart.withheld else chart.n)


def _percentile(position: Position) -> Percentile | None:
    place = position.standing
    if place is None:
        return None
    drawn = interval(float(place.percentile), place.low, place.high, MIDDLE, MIDDLE)
    return Percentile(scheme_text(position.topic.label), standing_text(place), drawn)
