"""The evidence of one indicator as its page shows it: live while answers can change, frozen after the submission."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from labelapp.assessments.evidence_check import is_gone, looks_back_to
from labelapp.assessments.models import EvidenceLink
from labelapp.assessments.queries import Place
from labelapp.assessments.snapshot import Evidence
from labelapp.clock import today
from labelapp.evidence.models import CheckState, Document, Revision
from labelapp.evidence.scanning import states_of
from labelapp.extensions import db


@dataclass(frozen=True)
class FileView:
    """A file of a row. `by` and `on` say who added it and when; a submission does not tell."""

    name: str
    url: str
    size: int
    pages: int | None
    by: str = ""
    on: datetime | None = None


@dataclass(frozen=True)
class EvidenceRow:
    """A document that is offered. `reason` says what speaks against it, `newer_url` leads to what came after it.

    `to_confirm`: it comes from an earlier cycle, and the team has not said yet that it still holds.
    """

    id: str
    title: str
    state: CheckState
    files: list[FileView]
    page: int | None
    note: str
    also: Sequence[str] = ()
    details_url: str = ""
    reason: str = ""
    newer_url: str = ""
    to_confirm: bool = False


def live_rows(
    place: Place,
    links: Sequence[EvidenceLink],
    also: dict[int, list[str]],
    last_cycle: datetime | None = None,
) -> list[EvidenceRow]:
    """What is offered at present; one statement for the virus checks. `last_cycle`: when that was submitted."""
    states = states_of(file.sha256 for link in links for file in link.files)
    return [
        _live(place, link, states, also.get(link.document_id, ()), _reason(place, link, last_cycle))
        for link in links
    ]


def _live(
    place: Place, link: EvidenceLink, states: dict[str, CheckState], also: Sequence[str], reason: str
) -> EvidenceRow:
    return EvidenceRow(
        id=f"evidence-{link.id}",
        title=link.document.title,
        state=_worst([states[file.sha256] for file in link.files]),
        files=[_live_file(link.document, file) for file in link.files],
        page=link.page,
        note=link.note,
        also=also,
        details_url=url_for(
            "assessments.evidence_details",
            assessment_id=place.assessment.id,
            code=place.indicator.code,
            link_id=link.id,
        ),
        reason=reason,
        to_confirm=link.to_confirm,
    )


def _live_file(document: Document, file: Revision) -> FileView:
    url = url_for("evidence.download", document_id=document.id, revision_id=file.id)
    return FileView(
        name=file.filename,
        url="" if document.removed_at else url,
        size=file.size,
        pages=file.pages,
        by=file.uploaded_by.name,
        on=file.uploaded_at,
    )


def _worst(states: Sequence[CheckState]) -> CheckState:
    order = (CheckState.INFECTED, CheckState.WAITING, CheckState.UNSCANNED, CheckState.CLEAN)
    return min(states, key=order.index)


def _reason(place: Place, link: EvidenceLink, last_cycle: datetime | None) -> str:
    if is_gone(link):
        return str(_("It was taken out of the library. Take it back here too, or offer another one."))
    if link.document.is_outdated(today(), looks_back_to(place.scheme, today())):
        return str(_("It is outdated. Add a new revision, or correct its dates."))
    if link.to_confirm and last_cycle and any(file.uploaded_at > last_cycle for file in link.files):
        return str(_("A newer revision came in since the last cycle."))
    return ""


def frozen_rows(place: Place, evidence: Sequence[Evidence]) -> list[EvidenceRow]:
    """What a submission froze; two statements."""
    states = states_of(one.sha256 for one in evidence)
    query = select(Document).where(
        Document.id.in_({one.document_id for one in evidence}), Document.removed_at.is_(None)
    )
    documents = {one.id: one for one in db.session.scalars(query)} if evidence else {}
    return [_frozen(place, one, states, documents.get(one.document_id)) for one in evidence]


def _frozen(
    place: Place, one: Evidence, states: dict[str, CheckState], document: Document | None
) -> EvidenceRow:
    url = url_for("assessments.frozen", assessment_id=place.assessment.id, sha256=one.sha256)
    newer = document is not None and one.sha256 not in {file.sha256 for file in document.files}
    return EvidenceRow(
        id=f"evidence-{one.sha256[:12]}",
        title=one.title,
        state=states[one.sha256],
        files=[FileView(one.filename, url, one.size, one.pages)],
        page=one.page,
        note=one.note,
        newer_url=url_for("evidence.document", document_id=one.document_id) if newer else "",
    )
