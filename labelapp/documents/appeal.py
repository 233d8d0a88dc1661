"""The letter with which the labelling body tells what became of an appeal."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

from labelapp.documents.certificate import Signatory
from labelapp.documents.languages import document_language
from labelapp.documents.ornament import issuer_mark
from labelapp.documents.render import render_pdf
from labelapp.documents.report import MARK_AT
from labelapp.documents.sealing.note import SealNote


@dataclass(frozen=True)
class AppealLetterData:
    """Everything that the letter says. Texts are already in `language`.

    `verdict` is upheld, dismissed or inadmissible; `decision_of` is the day of the decision appealed against.
    """

    reference: str
    recipient: Sequence[str]
    cluster: str
    verdict: str
    label_name: str
    decision_of: date
    filed_on: date
    decided_on: date
    reasons: str
    signatories: Sequence[tuple[str, str]]
    issuer_name: str
    issuer_subtitle: str
    language: str
    illustrative: bool
    demonstration: bool
    seal: SealNote | None = None
    sample: bool = False


def appeal_letter_pdf(data: AppealLetterData) -> bytes:
    """The letter as a file."""
    _ = document_language(data.language).gettext
    return render_pdf(
        "appeal",
        asdict(data) | {"signatories": [Signatory(*signatory) for signatory in data.signatories]},
        language=data.language,
        title=_("Appeal %(reference)s") % {"reference": data.reference},
        description=_("%(label)s: %(holder)s") % {"label": data.label_name, "holder": data.cluster},
        author=data.issuer_name,
        created=datetime.combine(data.decided_on, time(), UTC),
        drawings=(issuer_mark(*MARK_AT),),
    )
