"""The report on how the work goes, for a meeting of the board: tables of counts and days, without any case."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

from labelapp.documents.languages import document_language
from labelapp.documents.ornament import issuer_mark
from labelapp.documents.render import render_pdf
from labelapp.documents.report import MARK_AT


@dataclass(frozen=True)
class ColumnStrip:
    """A row of columns, one a month: start, width and height of each in percent. `sentence` says what it shows."""

    name: str
    sentence: str
    total: str
    columns: Sequence[tuple[float, float, float]]


@dataclass(frozen=True)
class SteeringTable:
    """A table: `columns` are (label, whether it holds numbers), cells are texts. The first column heads its row.

    `strips` draw its figures, all on one scale, above it.
    """

    title: str
    note: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]
    strips: Sequence[ColumnStrip] = ()


@dataclass(frozen=True)
class SteeringData:
    """Everything that the report says; texts are already in `language`.

    `label` says what the figures are narrowed to, empty for all. `left_out` is the number of cases that an interest
    of whoever made the report keeps out of its figures.
    """

    since: date
    until: date
    label: str
    made_on: date
    made_by: str
    left_out: int
    tables: Sequence[SteeringTable]
    issuer_name: str
    issuer_subtitle: str
    language: str
    demonstration: bool


def steering_pdf(data: SteeringData) -> bytes:
    """The report as a file."""
    spoken = document_language(data.language)
    title = spoken.gettext("Report on the work, %(since)s to %(until)s") % {
        "since": spoken.date(data.since),
        "until": spoken.date(data.until),
    }
    return render_pdf(
        "steering",
        asdict(data) | {"illustrative": False},
        language=data.language,
        title=title,
        description=title,
        author=data.issuer_name,
        created=datetime.combine(data.made_on, time(), UTC),
        drawings=(issuer_mark(*MARK_AT),),
    )
