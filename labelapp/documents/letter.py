"""The letter with which the labelling body tells its decision."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Literal

from labelapp.documents.certificate import Signatory
from labelapp.documents.languages import document_language
from labelapp.documents.ornament import issuer_mark
from labelapp.documents.render import Attachment, render_pdf
from labelapp.documents.report import MARK_AT, Condition, Total
from labelapp.documents.sealing.note import SealNote


@dataclass(frozen=True)
class LetterData:
    """Everything a decision letter says. Texts are already in `language`; numbers are exact text.

    `recipient` are the lines of the address. `obstacles` are the rules that failed, for a refusal. `serial` and
    `valid_until` go with an award; `conditions` are its conditions with their dates, `shorter` says that its validity
    is shorter than usual. `missing` and `until` go with a deferral. `appeal_until` is the last day of an appeal,
    `appeal_at` the address where it is filed.
    """

    reference: str
    recipient: Sequence[str]
    cluster: str
    outcome: Literal["award", "refuse", "defer"]
    label_name: str
    scheme_name: str
    scheme_version: str
    assessed_on: date
    decided_on: date
    total: Total
    threshold: str | None
    obstacles: Sequence[Condition]
    reasons: str
    serial: str | None
    valid_until: date | None
    appeal_until: date | None
    signatories: Sequence[tuple[str, str]]
    issuer_name: str
    issuer_subtitle: str
    language: str
    illustrative: bool
    demonstration: bool
    conditions: Sequence[tuple[str, date]] = ()
    shorter: bool = False
    missing: str = ""
    until: date | None = None
    appeal_at: str = ""
    seal: SealNote | None = None
    sample: bool = False


def letter_pdf(data: LetterData, attachments: Sequence[Attachment] = ()) -> bytes:
    """The letter as a file."""
    _ = document_language(data.language).gettext
    return render_pdf(
        "letter",
        asdict(data) | {"signatories": [Signatory(*signatory) for signatory in data.signatories]},
        language=data.language,
        title=_("Decision on the %(label)s, %(reference)s")
        % {"label": data.label_name, "reference": data.reference},
        description=_("%(label)s: %(holder)s") % {"label": data.label_name, "holder": data.cluster},
        author=data.issuer_name,
        created=datetime.combine(data.decided_on, time(), UTC),
        attachments=attachments,
        drawings=(issuer_mark(*MARK_AT),),
    )
