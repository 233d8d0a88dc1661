"""The benchmark report: two pages a language on what stands out, then an annex with every figure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from markupsafe import Markup

from labelapp.documents.fonts import sans_families
from labelapp.documents.languages import document_language
from labelapp.documents.ornament import issuer_mark
from labelapp.documents.render import DRAWINGS, Places, render_pdf, template_environment
from labelapp.documents.report import MARK_AT
from labelapp.web.charts import Interval
from labelapp.web.portfolio_charts import BoxStrip, Radar, Segment


@dataclass(frozen=True)
class Strip:
    """One value beside its group of `count` that answered; figures are texts."""

    name: str
    unit: str
    own: str
    median: str
    count: int
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
    """The percentile of an own value as text, and drawn with its interval from 0 to 100."""

    name: str
    text: str
    chart: Interval


@dataclass(frozen=True)
class Edition:
    """The two pages in one language; texts are already in it.

    `count` is the number of clusters in the group and `since` and `until` the months of their submissions; all None
    when the group has fewer than the minimum. `asked` is a group that was too small, for which a wider one is shown.
    `strips` are positions of which nothing is said.
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


@dataclass(frozen=True)
class Room:
    """How much is set on a page: statements a section, strips, breakdowns, percentiles."""

    statements: int = 6
    strips: int = 8
    breakdowns: int = 6
    percentiles: int = 8


FRONTS = (Room(), Room(4, 6), Room(3, 4), Room(2, 2), Room(1, 0), Room(0, 0))
BACKS = (
    Room(),
    Room(percentiles=4),
    Room(breakdowns=4, percentiles=4),
    Room(breakdowns=2, percentiles=3),
    Room(breakdowns=0),
)


def benchmark_pdf(data: BenchmarkData) -> bytes:
    """The report as a file: two pages for each edition, whatever there is to say, then the annex."""
    _ = document_language(data.language).gettext
    fitting = _Fitting(data)
    return render_pdf(
        "benchmark",
        fitting.facts(),
        language=data.language,
        title=_("Benchmark report: %(cluster)s") % {"cluster": data.cluster},
        description=_("%(label)s: %(holder)s") % {"label": data.scheme_name, "holder": data.cluster},
        author=data.issuer_name,
        created=datetime.combine(data.made_on, time(), UTC),
        drawings=(issuer_mark(*MARK_AT),),
        again=fitting.again,
    )


class _Fitting:
    """Leaves out what comes last on a page that does not hold all; the annex says it anyway."""

    def __init__(self, data: BenchmarkData) -> None:
        self.data = data
        self.fronts = [0 for _edition in data.editions]
        self.backs = [0 for _edition in data.editions]

    def facts(self) -> Mapping[str, Any]:
        """What the template is given."""
        data = self.data
        shared = asdict(replace(data, editions=()))
        sheets = [
            _sheets(
                _fitted(edition, FRONTS[front], BACKS[back]),
                shared | {"number": number, "charts_style": _style()},
            )
            for number, (edition, front, back) in enumerate(
                zip(data.editions, self.fronts, self.backs, strict=True)
            )
        ]
        languages = [edition.language for edition in data.editions]
        return shared | {"sheets": sheets, "heads": _heads(languages), "languages": languages}

    def again(self, places: Places) -> Mapping[str, Any] | None:
        """The facts with less on each page that ran over; None when none did, or when there is nothing to leave out."""
        changed = False
        for number in range(len(self.data.editions)):
            front, back = places[f"front-{number}"], places[f"back-{number}"]
            following = places.get(f"front-{number + 1}", places["annex"])
            for taken, start, end, rooms in (
                (self.fronts, front, back, FRONTS),
                (self.backs, back, following, BACKS),
            ):
                if end - start > 1 and taken[number] + 1 < len(rooms):
                    taken[number] += 1
                    changed = True
        return self.facts() if changed else None


def _sheets(edition: Edition, shared: Mapping[str, Any]) -> Markup:
    """The two pages of an edition, set in its own language."""
    template = template_environment(edition.language).get_template("benchmark_sheets.html")
    return Markup(template.render({**shared, **asdict(edition)}))  # noqa: S704  escaped by the template


def _fitted(edition: Edition, front: Room, back: Room) -> Edition:
    """What two pages have room for."""
    said = [replace(one, lines=one.lines[: front.statements]) for one in edition.said]
    drawn = sum(line.strip is not None for one in said for line in one.lines)
    compositions = edition.compositions[: back.breakdowns]
    return replace(
        edition,
        said=[one for one in said if one.lines],
        strips=edition.strips[: max(0, front.strips - drawn)],
        compositions=compositions,
        profiles=edition.profiles[: max(0, back.breakdowns - len(compositions))],
        percentiles=edition.percentiles[: back.percentiles],
    )


@cache
def _style() -> Markup:
    """The look of drawings on paper, as an element inside each: style sheets of the page do not reach there."""
    rules = (DRAWINGS / "paper.css").read_text(encoding="utf-8")
    return Markup(f"<style>text {{ font-family: {sans_families()}; }} {rules}</style>")  # noqa: S704  our own file


def _heads(languages: Sequence[str]) -> dict[str, str]:
    """The heads of the annex in each language, side by side."""
    spoken = [_words(language) for language in languages]
    return {key: " / ".join(dict.fromkeys(words[key] for words in spoken)) for key in spoken[0]}


def _words(language: str) -> dict[str, str]:
    _ = document_language(language).gettext
    return {
        "annex": _("Annex: all figures"),
        "indicator": _("Indicator"),
        "own": _("Own value"),
        "clusters": _("Clusters"),
        "median": _("Median"),
        "middle": _("Middle half"),
        "tails": _("10th to 90th percentile"),
        "mean": _("Mean"),
        "standing": _("Percentile of the own value"),
        "before": _("Own value one cycle before"),
        "trend": _("Median of the same clusters, before and now"),
        "part": _("Part"),
        "answer": _("Answer"),
        "composition": _("Mean of the group"),
        "profile": _("Median of the group"),
        "choices": _("Share of the group"),
    }
