"""Offering documents for an indicator."""

from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import linking, policy, queries
from labelapp.assessments.forms import EvidenceDetailsForm, LinkDocumentForm
from labelapp.assessments.models import EvidenceLink
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import require_draft
from labelapp.assessments.views import bp
from labelapp.assessments.views.indicator import document_choices, render_page
from labelapp.clusters.models import Cluster
from labelapp.evidence.operations import store_upload
from labelapp.web.access import requires_on
from labelapp.web.errors import DomainError, InvalidInput, wants_json


@dataclass(frozen=True)
class Offer:
    """A document offered for an indicator."""

    place: Place
    link: EvidenceLink

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.place.cluster


def find_offer(assessment_id: int, code: str, link_id: int) -> Offer | None:
    """Evidence by its address; None when it does not belong to this indicator."""
    place = queries.find_place(assessment_id, code)
    link = linking.find_link(place, link_id) if place else None
    return Offer(place, link) if place and link else None


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/evidence")
@requires_on(queries.find_place, policy.may_answer)
def add_evidence(place: Place) -> ResponseReturnValue:
    """Receive a file into the data room and offer it here."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _refused(place, _("Choose a file first."))
    require_draft(place.assessment)
    try:
        document = store_upload(place.cluster, sent, by=current_user)
        linking.link_evidence(place, document, None, "", current_user)
    except DomainError as error:
        return _refused(place, _("%(name)s: %(reason)s", name=sent.filename, reason=error.message))
    if wants_json():
        return jsonify(id=document.id, title=document.title, location=_back(place)), 201
    flash(_("“%(title)s” is offered for this indicator.", title=document.title))
    return redirect(_back(place), 303)


def _refused(place: Place, reason: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(error=reason, advice=reason), 422
    return render_page(place, refusal=reason), 422


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/evidence/link")
@requires_on(queries.find_place, policy.may_answer)
def link_document(place: Place) -> ResponseReturnValue:
    """Offer a document that is in the data room."""
    form = LinkDocumentForm()
    documents = {one.id: one for one in queries.documents_of(place.cluster)}
    form.document.choices = document_choices(place, set())
    if form.validate_on_submit():
        document = documents[form.document.data]
        try:
            linking.link_evidence(place, document, form.page.data, form.note.data or "", current_user)
        except InvalidInput as error:
            form.page.errors = [error.message]
        else:
            flash(_("“%(title)s” is offered for this indicator.", title=document.title))
            return redirect(_back(place), 303)
    return render_page(place, offer=form), 422


@bp.get("/assessments/<int:assessment_id>/indicators/<code>/evidence/<int:link_id>")
@requires_on(find_offer, policy.may_answer)
def evidence_details(offer: Offer) -> ResponseReturnValue:
    """Where in the document to look, and what it shows."""
    form = EvidenceDetailsForm(page=offer.link.page, note=offer.link.note)
    return render_template("assessments/evidence.html", offer=offer, form=form)


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/evidence/<int:link_id>")
@requires_on(find_offer, policy.may_answer)
def change_evidence(offer: Offer) -> ResponseReturnValue:
    """Save page and note."""
    form = EvidenceDetailsForm()
    if form.validate_on_submit():
        page, note = form.page.data, form.note.data or ""
        try:
            linking.change_evidence(offer.place, offer.link, page, note, current_user)
        except InvalidInput as error:
            form.page.errors = [error.message]
        else:
            flash(_("Page and note were saved."))
            return redirect(_back(offer.place), 303)
    return render_template("assessments/evidence.html", offer=offer, form=form), 422


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/evidence/<int:link_id>/remove")
@requires_on(find_offer, policy.may_answer)
def remove_evidence(offer: Offer) -> ResponseReturnValue:
    """Take a document back from the indicator; it stays in the data room."""
    title = offer.link.document.title
    linking.unlink_evidence(offer.place, offer.link, current_user)
    flash(_("“%(title)s” is no longer offered here. It stays in the data room.", title=title))
    return redirect(_back(offer.place), 303)


def _back(place: Place) -> str:
    return url_for(
        "assessments.indicator",
        assessment_id=place.assessment.id,
        code=place.indicator.code,
        _anchor="evidence",
    )
