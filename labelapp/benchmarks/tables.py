"""A comparison as a table for programs: numbers with a point and no unit, the whole or one chart of it."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from flask_babel import lazy_gettext as _l

from labelapp.benchmarks.comparison import Comparison
from labelapp.benchmarks.disclosure.reasons import Reason
from labelapp.benchmarks.presentation import FIGURES, mean_of, reason
from labelapp.benchmarks.report import Breakdown, Choices, Found, Position
from labelapp.schemes.numbers import cut_percent
from labelapp.web.locale import scheme_text

Row = dict[str, str]
COLUMNS: Mapping[str, Any] = {
    "topic": _l("Topic"),
    "part": _l("Part"),
    "unit": _l("Unit"),
    "own": _l("Own value"),
    "n": "n",
    "p10": "p10",
    "q1": "q1",
    "median": _l("Median or mean"),
    "q3": "q3",
    "p90": "p90",
    "mean": _l("Mean"),
    "mean_n": _l("Clusters in the mean"),
    "standing": _l("Percentile of the own value"),
    "standing_low": _l("Percentile from"),
    "standing_high": _l("Percentile to"),
    "own_before": _l("Own value one cycle before"),
    "before": _l("Median one cycle before"),
    "now": _l("Median of the same clusters"),
    "pairs": _l("Clusters in both cycles"),
    "least": _l("Share in percent, at least"),
    "most": _l("Share in percent, at most"),
    "reason": _l("Why a figure is missing"),
}
_TREND = ("own_before", "before", "now", "pairs")
_OF_TREND = ("topic", "unit", "own", *_TREND)


def table(comparison: Comparison) -> Iterator[list[str]]:
    """The whole comparison, headings first."""
    yield [str(heading) for heading in COLUMNS.values()]
    for found in comparison.everything:
        for row in _rows(found, comparison):
            yield [row.get(column, "") for column in COLUMNS]


def chart_table(found: Found, comparison: Comparison, *, trend: bool) -> list[list[str]]:
    """One chart of it, headings first, with the columns that say something; the trend of a value is a chart apart."""
    rows = list(_rows(found, comparison))
    asked = _OF_TREND if trend else [column for column in COLUMNS if column not in _TREND]
    columns = [column for column in asked if any(row.get(column) for row in rows)]
    return [
        [str(COLUMNS[column]) for column in columns],
        *([row.get(one, "") for one in columns] for row in rows),
    ]


def _rows(found: Found, comparison: Comparison) -> Iterable[Row]:
    if isinstance(found, Position):
        return [_position(found, comparison)]
    return _parts(found, comparison) if isinstance(found, Breakdown) else _options(found, comparison)


def _position(found: Position, comparison: Comparison) -> Row:
    group, place, trend = found.group, found.standing, found.trend
    return {
        "topic": scheme_text(found.topic.label),
        "unit": scheme_text(found.topic.unit),
        "own": _number(found.own),
        "n": _size(group.n, comparison.minimum),
        **{name: _number(getattr(group, name)) for name in ("p10", "q1", "median", "q3", "p90")},
        "mean": _number(mean_of(found)),
        "mean_n": str(found.mean.n or ""),
        "standing": "" if place is None else cut_percent(place.percentile, 0),
        "standing_low": "" if place is None else str(int(place.low)),
        "standing_high": "" if place is None else str(ceil(place.high)),
        "own_before": _number(found.own_before),
        "before": _number(trend.before),
        "now": _number(trend.now),
        "pairs": str(trend.n or ""),
        "reason": reason(found.withheld, *FIGURES),
    }


def _parts(found: Breakdown, comparison: Comparison) -> Iterator[Row]:
    hundred = 100 if found.topic.kind == "composition" else 1
    missing = Reason.FEW_ANSWERS if comparison.is_shown else Reason.SMALL_GROUP
    for part in found.parts:
        yield {
            "topic": scheme_text(found.topic.label),
            "part": scheme_text(part.label),
            "unit": scheme_text(found.topic.unit),
            "own": _number(part.own, hundred),
            "n": _size(found.n, comparison.minimum),
            "median": _number(part.group, hundred),
            "reason": "" if part.group is not None else reason({"group": missing}, "group"),
        }


def _options(found: Choices, comparison: Comparison) -> Iterator[Row]:
    """The own value is 1 for what is chosen and 0 for the rest."""
    for option in found.options:
        least, most = option.share or ("", "")
        yield {
            "topic": scheme_text(found.topic.label),
            "part": scheme_text(option.label),
            "own": str(int(option.own)) if found.has_own else "",
            "n": _size(found.n, comparison.minimum),
            "least": str(least),
            "most": str(most),
            "reason": reason({"share": found.withheld}, "share") if found.withheld else "",
        }


def _number(value: Fraction | None, times: int = 1) -> str:
    return "" if value is None else cut_percent(value * times, 2)


def _size(n: int, minimum: int) -> str:
    return str(n) if n >= minimum else f"<{minimum}"
