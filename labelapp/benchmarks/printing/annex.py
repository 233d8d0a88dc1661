"""Every figure of a comparison as tables, with names and reasons in each language of the document."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import groupby

from flask_babel import gettext as _

from labelapp.benchmarks import presentation
from labelapp.benchmarks.comparison import Comparison
from labelapp.benchmarks.disclosure.reasons import Reason
from labelapp.benchmarks.distributions import share_text
from labelapp.benchmarks.presentation import DASH, figure
from labelapp.benchmarks.report import Breakdown, Choices, Position
from labelapp.documents.benchmark import data
from labelapp.documents.benchmark.data import Row, Section
from labelapp.web.locale import scheme_text, speaking


def sections(comparison: Comparison, languages: Sequence[str]) -> list[Section]:
    """The values under their dimensions; numbers are written as in the first language."""
    by_dimension = groupby(comparison.positions, key=lambda position: position.topic.dimension)
    return [
        Section(_names(dimension, languages), [_row(position, languages) for position in positions])
        for dimension, positions in by_dimension
    ]


def _names(text: str, languages: Sequence[str]) -> list[str]:
    return _in_each(languages, lambda: scheme_text(text))


def _in_each(languages: Sequence[str], say: Callable[[], str]) -> list[str]:
    found = []
    for language in languages:
        with speaking(language):
            found.append(say())
    return found


def _row(position: Position, languages: Sequence[str]) -> Row:
    with speaking(languages[0]):
        row, unit = presentation.strip(position), position.topic.unit
        return Row(
            names=_names(position.topic.label, languages),
            unit="" if unit == "percent" else row.note,
            own=row.own,
            count=row.n,
            median=row.median,
            middle=_between(row.q1, row.q3),
            tails=_between(row.p10, row.p90),
            mean=row.mean,
            standing=row.standing,
            own_before=figure(position.own_before, unit),
            trend=row.trend,
            reasons=_reasons(position, languages),
        )


def _between(low: str, high: str) -> str:
    return DASH if DASH in (low, high) else str(_("%(low)s to %(high)s", low=low, high=high))


def _reasons(position: Position, languages: Sequence[str]) -> list[str]:
    return _in_each(languages, lambda: presentation.reason(position.withheld, *presentation.FIGURES))


def breakdowns(comparison: Comparison, languages: Sequence[str]) -> list[data.Breakdown]:
    """Compositions, profiles and what was chosen, part by part."""
    missing = Reason.FEW_ANSWERS if comparison.is_shown else Reason.SMALL_GROUP
    in_parts = [
        _breakdown(found, missing, languages) for found in (*comparison.compositions, *comparison.profiles)
    ]
    return in_parts + [_choices(found, languages) for found in comparison.choices]


def _breakdown(found: Breakdown, missing: Reason, languages: Sequence[str]) -> data.Breakdown:
    """Shares as percentages, values of a profile as they are. A part whose figure is withheld is a dash."""
    times, unit = (100, "percent") if found.topic.kind == "composition" else (1, "")
    withheld = {"group": missing} if any(part.group is None for part in found.parts) else {}
    with speaking(languages[0]):
        parts = [
            (_names(part.label, languages), _times(part.own, times, unit), _times(part.group, times, unit))
            for part in found.parts
        ]
    return data.Breakdown(
        names=_names(found.topic.label, languages),
        kind=found.topic.kind,
        count=found.n,
        parts=parts,
        reasons=_in_each(languages, lambda: presentation.reason(withheld, "group")),
    )


def _times(value: Fraction | None, times: int, unit: str) -> str:
    return figure(None if value is None else value * times, unit)


def _choices(found: Choices, languages: Sequence[str]) -> data.Breakdown:
    """How many of the group chose each option, and which of them the cluster itself did."""
    with speaking(languages[0]):
        own = {True: str(_("yes")), False: str(_("no"))} if found.has_own else {True: DASH, False: DASH}
        parts = [
            (
                _names(option.label, languages),
                own[option.own],
                DASH if option.share is None else share_text(*option.share),
            )
            for option in found.options
        ]
    withheld = {"share": found.withheld} if found.withheld else {}
    return data.Breakdown(
        names=_names(found.topic.label, languages),
        kind="choices",
        count=found.n,
        parts=parts,
        reasons=_in_each(languages, lambda: presentation.reason(withheld, "share")),
    )
