"""Offering documents for an indicator."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from labelapp.assessments import linking, policy, queries
from labelapp.assessments.forms import EvidenceDetailsForm, LinkDocumentForm
from labelapp.assessments.models import Assessment, EvidenceLink
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import require_draft
from labelapp.assessments.snapshot import Evidence, frozen_evidence
from labelapp.assessments.views import bp
from labelapp.assessments.views.indicator import chosen_file, document_choices, render_page
from labelapp.clusters.models import Cluster
from labelapp.evidence.operations import known_as, take_upload
from labelapp.evidence.sending import send_file
from labelapp.evidence.uploading import as_json, sent_files, take_each
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput, wants_json


@dataclass(frozen=True)
class Offer:
    """A document offered for an indicator."""

    place: Place
    link: EvidenceLink

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.place.cluster


@dataclass(frozen=True)
class FrozenFile:
    """A file as a submission froze it."""

    assessment: Assessment
    evidence: Evidence

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.assessment.cluster


def find_frozen(assessment_id: int, sha256: str) -> FrozenFile | None:
    """A file of the submission of a self-assessment; None for anything that it did not freeze."""
    assessment = queries.find_assessment(assessment_id)
    submission = queries.submission_of(assessment) if assessment else None
    evidence = frozen_evidence(submission, sha256) if submission else None
    return FrozenFile(assessment, evidence) if assessment and evidence else None


@bp.get("/assessments/<int:assessment_id>/evidence/<sha256>")
@requires_on(find_frozen, policy.may_see)
def frozen(file: FrozenFile) -> ResponseReturnValue:
    """A file as it was submitted, whatever became of its document since."""
    return send_file(file.evidence, inline=False)


def find_offer(assessment_id: int, code: str, link_id: int) -> Offer | None:
    """Evidence by its address; None when it does not belong to this indicator."""
    place = queries.find_place(assessment_id, code)
    link = linking.find_link(place, link_id) if place else None
    return Offer(place, link) if place and link else None


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/evidence")
@requires_on(queries.find_place, policy.may_answer)
def add_evidence(place: Place) -> ResponseReturnValue:
    """Receive files into the library and offer them here. A file that is there already is offered, not stored twice."""
    require_draft(place.assessment)

    def take(sent: FileStorage) -> tuple[str, bool]:
        taken = take_upload(place.cluster, sent, by=current_user)
        file = taken.revision.file if taken.known and len(taken.document.files) > 1 else None
        linking.link_evidence(place, taken.document, None, "", current_user, file=file)
        if taken.known:
            return _("%(known)s It is offered for this indicator now.", known=known_as(taken.revision)), False
        return _("“%(title)s” is offered for this indicator.", title=taken.document.title), True

    outcome = take_each(sent_files(), take)
    if wants_json():
        return as_json(outcome, _back(place))
    if outcome.refused and not outcome.taken:
        return render_page(place, refusals=outcome.refused), outcome.status
    for sentence in outcome.taken:
        flash(sentence)
    for sentence in outcome.refused:
        flash(sentence, "error")
    return redirect(_back(place), 303)


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/evidence/link")
@requires_on(queries.find_place, policy.may_answer)
def link_document(place: Place) -> ResponseReturnValue:
    """Offer a document of the library, or one file of it."""
    form = LinkDocumentForm()
    documents = {one.id: one for one in queries.documents_of(place.cluster)}
    form.document.choices = document_choices(place, set())
    if form.validate_on_submit():
        number, file = chosen_file(form.document.data)
        document, page, note = documents[number], form.page.data, form.note.data or ""
        try:
            linking.link_evidence(place, document, page, note, current_user, file=file)
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
    link = offer.link
    form = EvidenceDetailsForm(
        link.document, data={"page": link.page, "note": link.note, "file": link.file or 0}
    )
    return render_template("assessments/evidence.html", offer=offer, form=form)


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/evidence/<int:link_id>")
@requires_on(find_offer, policy.may_answer)
def change_evidence(offer: Offer) -> ResponseReturnValue:
    """Save file, page and note."""
    form = EvidenceDetailsForm(offer.link.document)
    if form.validate_on_submit():
        page, note, file = form.page.data, form.note.data or "", form.file.data or None
        try:
            linking.change_evidence(offer.place, offer.link, page, note, current_user, file=file)
        except InvalidInput as error:
            form.page.errors = [error.message]
        else:
            flash(_("Page and note were saved."))
            return redirect(_back(offer.place), 303)
    return render_template("assessments/evidence.html", offer=offer, form=form), 422


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/evidence/<int:link_id>/remove")
@requires_on(find_offer, policy.may_answer)
def remove_evidence(offer: Offer) -> ResponseReturnValue:
    """Take a document back from the indicator; it stays in the library."""
    title = offer.link.document.title
    linking.unlink_evidence(offer.place, offer.link, current_user)
    flash(_("“%(title)s” is no longer offered here. It stays in the library.", title=title))
    return redirect(_back(offer.place), 303)


def _back(place: Place) -> str:
    return url_for(
        "assessments.indicator",
        assessment_id=place.assessment.id,
        code=place.indicator.code,
        _anchor="evidence",
    )
