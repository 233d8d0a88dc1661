"""Offering documents as evidence for indicators."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.assessments.models import EvidenceLink
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import require_draft
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.evidence.models import CheckState, Document
from labelapp.evidence.scanning import states_of
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput


def link_evidence(
    place: Place, document: Document, page: int | None, note: str, by: User, *, file: int | None = None
) -> EvidenceLink:
    """Offer a document of the same cluster organisation for an indicator, or only one `file` of it by its number.

    Raises InvalidInput for a foreign, removed or infected document, or a file or page it does not have, DomainError
    when it is offered here already or answers are closed.
    """
    require_draft(place.assessment)
    if document.cluster_id != place.cluster.id or document.removed_at is not None:
        raise InvalidInput(_("Choose one of your documents."))
    check_place(document, file, page)
    refuse_infected(document)
    link = EvidenceLink(
        assessment_id=place.assessment.id,
        indicator=place.indicator.code,
        document=document,
        file=file,
        page=page,
        note=note.strip(),
        linked_at=now(),
        linked_by_id=by.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(link)
    except IntegrityError:
        raise DomainError(_("This document is offered here already.")) from None
    record(
        "evidence.linked",
        place.assessment,
        actor=by,
        indicator=link.indicator,
        document=document.id,
        page=page,
    )
    return link


def change_evidence(
    place: Place, link: EvidenceLink, page: int | None, note: str, by: User, *, file: int | None = None
) -> None:
    """Change the file, the page and the note of offered evidence, which confirms it. Raises like `link_evidence`."""
    require_draft(place.assessment)
    check_place(link.document, file, page)
    link.file, link.page, link.note, link.to_confirm = file, page, note.strip(), False
    record(
        "evidence.changed",
        place.assessment,
        actor=by,
        indicator=link.indicator,
        document=link.document_id,
        page=page,
    )


def unlink_evidence(place: Place, link: EvidenceLink, by: User) -> None:
    """Take a document back from an indicator; the document itself stays. Raises DomainError if closed."""
    require_draft(place.assessment)
    db.session.delete(link)
    record(
        "evidence.unlinked", place.assessment, actor=by, indicator=link.indicator, document=link.document_id
    )


def find_link(place: Place, link_id: int) -> EvidenceLink | None:
    """Evidence offered for this indicator of this self-assessment."""
    return db.session.scalars(
        select(EvidenceLink).where(
            EvidenceLink.id == link_id,
            EvidenceLink.assessment_id == place.assessment.id,
            EvidenceLink.indicator == place.indicator.code,
        )
    ).one_or_none()


def check_place(document: Document, file: int | None, page: int | None) -> None:
    """Raise InvalidInput for a file or a page that the document does not have."""
    files = [one for one in document.files if file in (None, one.file)]
    if not files:
        raise InvalidInput(_("Choose a file of this document."))
    pages = files[0].pages
    if page is not None and (page < 1 or (pages is not None and page > pages)):
        raise InvalidInput(_("This document has pages 1 to %(most)s.", most=pages or 1))


def refuse_infected(document: Document) -> None:
    """Raise InvalidInput when a virus was found in a file of the document."""
    if CheckState.INFECTED in states_of(one.sha256 for one in document.files).values():
        raise InvalidInput(_("A virus was found in this document. It cannot be offered."))
