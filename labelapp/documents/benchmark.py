"""The benchmark report: where a cluster organisation stands in a group, in one to three pages."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

from labelapp.documents.languages import document_language
from labelapp.documents.ornament import issuer_mark
from labelapp.documents.render import render_pdf
from labelapp.documents.report import MARK_AT

STRIP_WIDTH = 200  # units of the drawing, which is as wide as its column


@dataclass(frozen=True)
class Place:
    """Where values lie on the axis of one row, in percent of its width; None for what is not disclosed."""

    own: float | None
    median: float | None
    box: tuple[float, float] | None  # start and width of the middle half
    whiskers: tuple[float, float] | None


@dataclass(frozen=True)
class Row:
    """One value beside its group. Figures are texts in the language of the report; withheld ones are dashes."""

    name: str
    unit: str
    own: str
    median: str
    low: str
    high: str
    count: int
    place: Place


@dataclass(frozen=True)
class Section:
    """The values of one dimension."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Breakdown:
    """A value in parts: each with the own figure and that of the group, of which `count` answered.

    `kind` is composition (shares, with the mean of the group) or profile (with its median); a group that is too
    small has no figures.
    """

    title: str
    kind: str
    count: int
    withheld: bool
    parts: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class BenchmarkData:
    """Everything that the report says; texts are already in `language`.

    `count` is the number of clusters in the group and `since` and `until` the months of their submissions; all None
    when the group has fewer than `minimum`.
    """

    cluster: str
    cluster_lang: str
    group: str
    count: int | None
    since: str | None
    until: str | None
    minimum: int
    submitted_on: date
    made_on: date
    sections: Sequence[Section]
    breakdowns: Sequence[Breakdown]
    scheme_name: str
    scheme_version: str
    issuer_name: str
    issuer_subtitle: str
    language: str
    illustrative: bool
    demonstration: bool
    sample: bool = False


def benchmark_pdf(data: BenchmarkData) -> bytes:
    """The report as a file."""
    _ = document_language(data.language).gettext
    return render_pdf(
        "benchmark",
        asdict(data) | {"strip_width": STRIP_WIDTH},
        language=data.language,
        title=_("Benchmark report: %(cluster)s") % {"cluster": data.cluster},
        description=_("%(label)s: %(holder)s") % {"label": data.scheme_name, "holder": data.cluster},
        author=data.issuer_name,
        created=datetime.combine(data.made_on, time(), UTC),
        drawings=(issuer_mark(*MARK_AT),),
    )
