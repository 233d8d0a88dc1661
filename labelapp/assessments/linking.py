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
from labelapp.evidence.models import Document
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput


def link_evidence(place: Place, document: Document, page: int | None, note: str, by: User) -> EvidenceLink:
    """Offer a document of the same cluster organisation for an indicator.

    Raises InvalidInput for a foreign or removed document or a page it does not have, DomainError when it is
    offered here already or answers are closed.
    """
    require_draft(place.assessment)
    if document.cluster_id != place.cluster.id or document.removed_at is not None:
        raise InvalidInput(_("Choose one of your documents."))
    _check_page(document, page)
    link = EvidenceLink(
        assessment_id=place.assessment.id,
        indicator=place.indicator.code,
        document=document,
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


def change_evidence(place: Place, link: EvidenceLink, page: int | None, note: str, by: User) -> None:
    """Change the page and the note of offered evidence, which confirms it. Raises like `link_evidence`."""
    require_draft(place.assessment)
    _check_page(link.document, page)
    link.page, link.note, link.to_confirm = page, note.strip(), False
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


def _check_page(document: Document, page: int | None) -> None:
    if page is None:
        return
    if page < 1 or (document.pages is not None and page > document.pages):
        most = document.pages or 1
        raise InvalidInput(_("This document has pages 1 to %(most)s.", most=most))
