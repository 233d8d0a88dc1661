"""The report of a year: of the clusters of a partner, or of a country for everybody, in one to three pages."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

from labelapp.documents.languages import document_language
from labelapp.documents.ornament import issuer_mark
from labelapp.documents.render import render_pdf
from labelapp.documents.report import MARK_AT

BAR_WIDTH = 200  # units of the drawing, which is as wide as its column


@dataclass(frozen=True)
class Count:
    """The figures of one level (`bronze`, `silver`, `gold`) or of one country (ISO 3166-1)."""

    code: str
    issued: int
    renewals: int
    holders: int
    expiring: int


@dataclass(frozen=True)
class Step:
    """A step from application to award: how many took it, and the median of days since the step before as a text."""

    name: str
    count: int
    days: str


@dataclass(frozen=True)
class Figure:
    """What a group of clusters answered to one topic. Figures are texts; a withheld one is a dash with a reason."""

    name: str
    unit: str
    low: str
    median: str
    high: str
    count: str
    reason: str


@dataclass(frozen=True)
class YearlyData:
    """Everything that the report says. Texts are already in `language`; `until` is the day of holders.

    `steps` are of a partner's own report, `figures` and `holders` (name, language, level, place) of a public one.
    """

    subject: str
    scope: str
    year: int
    until: date
    made_on: date
    public: bool
    whole: Count
    levels: Sequence[Count]
    countries: Sequence[Count]
    steps: Sequence[Step]
    figures: Sequence[Figure]
    group: int
    minimum: int
    holders: Sequence[tuple[str, str, str, str]]
    issuer_name: str
    issuer_subtitle: str
    language: str
    demonstration: bool


def yearly_pdf(data: YearlyData) -> bytes:
    """The report as a file."""
    _ = document_language(data.language).gettext
    title = _("Labels in %(year)s: %(subject)s") % {"year": data.year, "subject": data.subject}
    return render_pdf(
        "yearly",
        asdict(data) | {"illustrative": False, "bar_width": BAR_WIDTH},
        language=data.language,
        title=title,
        description=title,
        author=data.issuer_name,
        created=datetime.combine(data.made_on, time(), UTC),
        drawings=(issuer_mark(*MARK_AT),),
    )
