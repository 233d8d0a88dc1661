"""The questionnaire of a scheme on paper: to be filled in by hand, or with the answers so far."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Literal

from labelapp.documents.languages import document_language
from labelapp.documents.ornament import issuer_mark
from labelapp.documents.render import render_pdf
from labelapp.documents.report import MARK_AT

Shape = Literal["box", "parts", "options", "levels", "ticks", "lines", "computed"]


@dataclass(frozen=True)
class Line:
    """One amount, option or item of a question. `value` is what was entered, `ticked` whether it was chosen."""

    label: str
    value: str = ""
    ticked: bool = False


@dataclass(frozen=True)
class Question:
    """One question and how it is answered. `answer` is text for people, empty when there is none.

    `unread`: what was entered is no valid answer and stands in `answer` as it was typed.
    """

    label: str
    hint: str
    rule: str
    unit: str
    shape: Shape
    lines: Sequence[Line]
    answer: str
    unread: bool
    writing_lines: int


@dataclass(frozen=True)
class Indicator:
    """One indicator. `levels` are (points, text), high to low; `reason` is asked where it may be left out."""

    code: str
    name: str
    why: str
    points: str
    minimum: str
    levels: Sequence[tuple[str, str]]
    questions: Sequence[Question]
    reason: Question | None
    guidance: str
    evidence: Sequence[str]


@dataclass(frozen=True)
class Dimension:
    """One dimension with its indicators."""

    code: str
    name: str
    summary: str
    indicators: Sequence[Indicator]


@dataclass(frozen=True)
class QuestionnaireData:
    """Everything a questionnaire says. Texts are already in `language`.

    `cluster` is empty for one that anybody may take. `filled`: answers are printed, blanks for the open ones too.
    """

    cluster: str
    cluster_lang: str
    scheme_name: str
    scheme_summary: str
    scheme_version: str
    made_on: date
    due_on: date | None
    filled: bool
    answered: int
    total: int
    dimensions: Sequence[Dimension]
    issuer_name: str
    issuer_subtitle: str
    language: str
    illustrative: bool
    demonstration: bool


def questionnaire_pdf(data: QuestionnaireData) -> bytes:
    """The questionnaire as a file, with a bookmark for each dimension and indicator."""
    _ = document_language(data.language).gettext
    return render_pdf(
        "questionnaire",
        asdict(data),
        language=data.language,
        title=_("Questionnaire: %(scheme)s %(version)s")
        % {"scheme": data.scheme_name, "version": data.scheme_version},
        description=data.cluster or data.scheme_summary,
        author=data.issuer_name,
        created=datetime.combine(data.made_on, time(), UTC),
        drawings=(issuer_mark(*MARK_AT),),
    )
