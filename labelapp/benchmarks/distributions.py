"""What clusters chose, and how figures moved from cycle to cycle, as the page and the files of charts need it."""

from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _

from labelapp.benchmarks.comparison import Comparison
from labelapp.benchmarks.presentation import DASH, figure, reason
from labelapp.benchmarks.report import Choices, Option, Position
from labelapp.web.locale import scheme_text
from labelapp.web.trend_charts import TrendChart, trend_chart

TREND = ".trend"


@dataclass(frozen=True)
class OptionRow:
    """One option: a bar up to the `sure` share and `doubt` beyond it, in percent of the width; None where withheld.

    `middle` marks the level that is the median of the group.
    """

    label: str
    own: bool
    middle: bool
    share: str
    sure: int | None
    doubt: int


@dataclass(frozen=True)
class ChoiceChart:
    """How many of the `n` clusters of the group chose each option."""

    code: str
    title: str
    question: str
    rows: list[OptionRow]
    has_own: bool
    n: int
    reason: str

    @property
    def in_doubt(self) -> bool:
        """Whether any share is given as a range."""
        return any(row.doubt for row in self.rows)


@dataclass(frozen=True)
class ChoiceGroup:
    """The choices of one dimension."""

    title: str
    charts: list[ChoiceChart]


@dataclass(frozen=True)
class TrendRow:
    """A figure of the same clusters in two cycles beside the own one; texts, and the chart. `own` may be dashes."""

    code: str
    name: str
    note: str
    chart: TrendChart
    before: str
    now: str
    own_before: str
    own_now: str
    n: int


def choice_groups(comparison: Comparison) -> list[ChoiceGroup]:
    """The choices under the dimensions of the scheme."""
    by_dimension = groupby(comparison.choices, key=lambda found: found.topic.dimension)
    return [
        ChoiceGroup(scheme_text(dimension), [choice_chart(found) for found in choices])
        for dimension, choices in by_dimension
    ]


def choice_chart(found: Choices) -> ChoiceChart:
    """One question with a row for each option."""
    return ChoiceChart(
        code=found.topic.code,
        title=scheme_text(found.topic.label),
        question=scheme_text(found.topic.unit) if found.topic.unit else "",
        rows=[_row(option, middle=option.code == found.median) for option in found.options],
        has_own=found.has_own,
        n=found.n,
        reason=reason({"share": found.withheld}, "share") if found.withheld else "",
    )


def _row(option: Option, *, middle: bool) -> OptionRow:
    label = scheme_text(option.label)
    if option.share is None:
        return OptionRow(label, option.own, middle, DASH, None, 0)
    low, high = option.share
    return OptionRow(label, option.own, middle, share_text(low, high), low, high - low)


def share_text(low: int, high: int) -> str:
    """50 %, or 50 to 66 % where one answer or more is in doubt."""
    text = _("%(number)s %%", number=low) if low == high else _("%(low)s to %(high)s %%", low=low, high=high)
    return str(text).replace(" %", "\N{NO-BREAK SPACE}%")


def trend_rows(comparison: Comparison) -> list[TrendRow]:
    """The figures that enough clusters gave in both cycles."""
    return [row for position in comparison.positions if (row := trend_row(position)) is not None]


def trend_row(position: Position) -> TrendRow | None:
    """The trend of a value; None where it is not known or withheld."""
    before, now = position.trend.before, position.trend.now
    if before is None or now is None:
        return None
    unit = position.topic.unit
    return TrendRow(
        code=position.topic.code + TREND,
        name=scheme_text(position.topic.label),
        note=scheme_text(unit),
        chart=trend_chart((before, now), (position.own_before, position.own)),
        before=figure(before, unit),
        now=figure(now, unit),
        own_before=figure(position.own_before, unit),
        own_now=figure(position.own, unit),
        n=position.trend.n,
    )
