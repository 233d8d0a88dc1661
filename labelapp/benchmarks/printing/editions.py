"""The two pages of the benchmark report in one language: what stands out, and the most telling charts."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from labelapp.benchmarks import presentation
from labelapp.benchmarks.comparison import Comparison
from labelapp.benchmarks.distributions import trend_row
from labelapp.benchmarks.naming import group_name
from labelapp.benchmarks.presentation import composition_chart, profile_chart, standing_text
from labelapp.benchmarks.report import Position
from labelapp.benchmarks.wording import StandingOut, standing_out
from labelapp.documents.benchmark.data import (
    Bar,
    Composition,
    Edition,
    Percentile,
    Profile,
    Said,
    SaidSection,
    Strip,
    Trend,
)
from labelapp.web.charts import interval
from labelapp.web.formats import percent_cut, points
from labelapp.web.locale import scheme_text, speaking

MIDDLE = 50


def edition(comparison: Comparison, language: str) -> Edition:
    """The pages in a language of the interface."""
    with speaking(language):
        sections, span = standing_out(comparison), comparison.span
        strips = _strips(comparison.positions)
        spoken_of = {line.code for section in sections for line in section.lines}
        return Edition(
            language=language,
            group=group_name(comparison.chosen.selection),
            asked=group_name(comparison.asked.selection) if span and comparison.is_widened else "",
            count=comparison.chosen.n if span else None,
            since=presentation.month(span[0]) if span else None,
            until=presentation.month(span[1]) if span else None,
            said=[_said(section, strips) for section in sections],
            strips=[strip for code, strip in strips.items() if code not in spoken_of],
            compositions=[
                _composition(composition_chart(one, comparison)) for one in comparison.compositions
            ],
            profiles=[_profile(profile_chart(one)) for one in comparison.profiles],
            percentiles=_percentiles(comparison.positions),
            trends=_trends(comparison.positions),
        )


def _order(positions: Iterable[Position], apart: Callable[[Position], Fraction]) -> dict[str, int]:
    """By topic how many positions lie further apart."""
    ranked = sorted(positions, key=apart, reverse=True)
    return {position.topic.code: place for place, position in enumerate(ranked)}


def _from_middle(position: Position) -> Fraction:
    place = position.standing
    return Fraction(-1) if place is None else abs(place.percentile - MIDDLE)


def _moved(position: Position) -> Fraction:
    """How far the own value moved, as a share of what it was or is."""
    before, now = position.own_before, position.own
    if before is None or now is None:
        return Fraction(-1)
    return abs(now - before) / (max(abs(before), abs(now)) or 1)


def _strips(positions: Sequence[Position]) -> dict[str, Strip]:
    """The positions of which something of the group is shown, by topic."""
    order = _order(positions, _from_middle)
    rows = (presentation.strip(position) for position in positions if position.group.median is not None)
    return {
        row.code: Strip(row.name, _unit(row.note), row.own, row.median, row.n, order[row.code], row.strip)
        for row in rows
    }


def _unit(note: str) -> str:
    return "" if note == scheme_text("percent") else note


def _said(section: StandingOut, strips: dict[str, Strip]) -> SaidSection:
    """Possible actions are about what was drawn above, so no strip stands beside them."""
    drawn = {} if section.section == "actions" else strips
    return SaidSection(
        section.title,
        [Said(line.name, line.unit, line.text, drawn.get(line.code)) for line in section.lines],
    )


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


def _percentiles(positions: Sequence[Position]) -> list[Percentile]:
    order = _order(positions, _from_middle)
    return [
        Percentile(
            name=scheme_text(one.topic.label),
            text=standing_text(one.standing),
            telling=order[one.topic.code],
            chart=interval(
                float(one.standing.percentile), one.standing.low, one.standing.high, MIDDLE, MIDDLE
            ),
        )
        for one in positions
        if one.standing is not None
    ]


def _trends(positions: Sequence[Position]) -> list[Trend]:
    order = _order(positions, _moved)
    rows = [(one.topic.code, row) for one in positions if (row := trend_row(one)) is not None]
    return [
        Trend(
            name=row.name,
            unit=_unit(row.note),
            before=row.before,
            now=row.now,
            own_before=row.own_before,
            own_now=row.own_now,
            count=row.n,
            telling=order[code],
            chart=row.chart,
        )
        for code, row in rows
    ]
