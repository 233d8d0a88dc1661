"""The files of a document: reading, adding, revising and removing them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from labelapp.evidence import operations, policy
from labelapp.evidence.models import Document, Revision
from labelapp.evidence.queries import document_by_id, file_by_id
from labelapp.evidence.sending import send_file
from labelapp.evidence.uploading import Take, as_json, sent_files, take_each
from labelapp.evidence.uses import uses_of
from labelapp.evidence.views.blueprint import bp
from labelapp.evidence.views.document import document_page
from labelapp.web.access import requires_on
from labelapp.web.errors import wants_json


@bp.get("/documents/<int:document_id>/download")
@bp.get("/documents/<int:document_id>/revisions/<int:revision_id>/download")
@requires_on(file_by_id, policy.may_read_file)
def download(file: Revision) -> ResponseReturnValue:
    """The file, to be kept."""
    return send_file(file, inline=False)


@bp.get("/documents/<int:document_id>/view")
@bp.get("/documents/<int:document_id>/revisions/<int:revision_id>/view")
@requires_on(file_by_id, policy.may_read_file)
def preview(file: Revision) -> ResponseReturnValue:
    """The file inside the window, for a PDF or a picture; any other kind is sent to be kept."""
    return send_file(file, inline=True)


@bp.post("/documents/<int:document_id>/files")
@requires_on(document_by_id, policy.may_change_document)
def add_file(document: Document) -> ResponseReturnValue:
    """Add further files to a document."""

    def take(sent: FileStorage) -> tuple[str, bool]:
        added = operations.add_file(document, sent, current_user)
        return _("“%(name)s” was added.", name=added.filename), True

    return _answer(document, take)


@bp.post("/documents/<int:document_id>/revisions/<int:revision_id>/replace")
@requires_on(file_by_id, policy.may_change_file)
def replace_file(current: Revision) -> ResponseReturnValue:
    """Put a new revision in the place of a file."""

    def take(sent: FileStorage) -> tuple[str, bool]:
        revision = operations.replace_file(current, sent, current_user)
        sentence = _(
            "Revision %(number)s is the current one now. Check whether the dates of the document still hold.",
            number=revision.number,
        )
        return sentence, True

    return _answer(current.document, take, at=current)


def _answer(document: Document, take: Take, at: Revision | None = None) -> ResponseReturnValue:
    sent = sent_files()
    outcome = take_each(sent[:1] if at else sent, take)
    shown = url_for("evidence.document", document_id=document.id)
    if wants_json():
        return as_json(outcome, shown)
    if outcome.refused and not outcome.taken:
        return document_page(document, outcome.refused, at), outcome.status
    for sentence in outcome.taken:
        flash(sentence)
    for sentence in outcome.refused:
        flash(sentence, "error")
    return redirect(shown, 303)


@bp.get("/documents/<int:document_id>/revisions/<int:revision_id>/remove")
@requires_on(file_by_id, policy.may_change_file)
def remove_file(file: Revision) -> ResponseReturnValue:
    """Ask before one of several files is taken out of a document."""
    uses = uses_of(file.document.cluster, [file.document_id]).get(file.document_id, [])
    return render_template("evidence/remove_file.html", file=file, document=file.document, uses=uses)


@bp.post("/documents/<int:document_id>/revisions/<int:revision_id>/remove")
@requires_on(file_by_id, policy.may_change_file)
def remove_file_confirmed(file: Revision) -> ResponseReturnValue:
    """Take the file out of its document."""
    operations.remove_file(file, by=current_user)
    flash(_("“%(name)s” was taken out of the document.", name=file.filename))
    return redirect(url_for("evidence.document", document_id=file.document_id), 303)
