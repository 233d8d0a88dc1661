"""What the benchmark report says, as plain data: texts and figures ready, geometry of drawings in percent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from labelapp.web.charts import Interval
from labelapp.web.portfolio_charts import BoxStrip, Radar, Segment
from labelapp.web.trend_charts import TrendChart


@dataclass(frozen=True)
class Strip:
    """One value beside its group of `count` that answered; figures are texts.

    Of several, those with the smallest `telling` are kept where there is not room for all.
    """

    name: str
    unit: str
    own: str
    median: str
    count: int
    telling: int
    chart: BoxStrip


@dataclass(frozen=True)
class Said:
    """What is said of one topic; with the strip of its position where one is drawn beside it."""

    name: str
    unit: str
    text: str
    strip: Strip | None = None


@dataclass(frozen=True)
class SaidSection:
    """Strengths, differences or possible actions."""

    title: str
    lines: Sequence[Said]


@dataclass(frozen=True)
class Bar:
    """One composition: of whom, what it is, its segments, the share of each as text, and all of it as one text."""

    title: str
    note: str
    segments: Sequence[Segment]
    shares: Sequence[str]
    told: str


@dataclass(frozen=True)
class Composition:
    """Own composition above that of the group; `names` of its segments."""

    title: str
    names: Sequence[str]
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Profile:
    """A radar, its values as one text, and how many of the group answered; None when their median is withheld."""

    title: str
    chart: Radar
    values: str
    count: int | None


@dataclass(frozen=True)
class Percentile:
    """The percentile of an own value as text, and drawn with its interval from 0 to 100; `telling` as for strips."""

    name: str
    text: str
    telling: int
    chart: Interval


@dataclass(frozen=True)
class Trend:
    """A median of `count` clusters in two cycles beside the own value; `telling` as for strips."""

    name: str
    unit: str
    before: str
    now: str
    own_before: str
    own_now: str
    count: int
    telling: int
    chart: TrendChart


@dataclass(frozen=True)
class Edition:
    """The two pages in one language; texts are already in it.

    `count` is the number of clusters in the group and `since` and `until` the months of their submissions; all None
    when the group has fewer than the minimum. `asked` is a group that was too small, for which a wider one is shown.
    `strips` are positions of which nothing is said. Positions, percentiles and trends stand in the order of the scheme.
    """

    language: str
    group: str
    asked: str
    count: int | None
    since: str | None
    until: str | None
    said: Sequence[SaidSection]
    strips: Sequence[Strip]
    compositions: Sequence[Composition]
    profiles: Sequence[Profile]
    percentiles: Sequence[Percentile]
    trends: Sequence[Trend]


@dataclass(frozen=True)
class Row:
    """One value in the annex: its name, and why figures are missing, in each language; figures as texts."""

    names: Sequence[str]
    unit: str
    own: str
    count: int
    median: str
    middle: str
    tails: str
    mean: str
    standing: str
    own_before: str
    trend: str
    reasons: Sequence[str]


@dataclass(frozen=True)
class Section:
    """The values of one dimension, whose name is given in each language."""

    names: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Breakdown:
    """A value in parts: names in each language, own figure, and that of the group, of which `count` answered.

    `kind` is composition (shares, with the mean of the group), profile (with its median) or choices (what was chosen,
    and the share of the group that chose it); a group that is too small has no figures.
    """

    names: Sequence[str]
    kind: str
    count: int
    parts: Sequence[tuple[Sequence[str], str, str]]
    reasons: Sequence[str]


@dataclass(frozen=True)
class BenchmarkData:
    """Everything that the report says. The first of the `editions` is in the language of the document."""

    cluster: str
    cluster_lang: str
    minimum: int
    submitted_on: date
    made_on: date
    editions: Sequence[Edition]
    sections: Sequence[Section]
    breakdowns: Sequence[Breakdown]
    scheme_name: str
    scheme_version: str
    issuer_name: str
    issuer_subtitle: str
    illustrative: bool
    demonstration: bool
    sample: bool = False

    @property
    def language(self) -> str:
        """The language of the document."""
        return self.editions[0].language
