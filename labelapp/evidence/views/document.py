"""The page of one document: what it is, its files with their revisions, where it is used."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.clock import today
from labelapp.evidence import policy
from labelapp.evidence.forms import DetailsForm, details_form
from labelapp.evidence.kinds import ACCEPTED_SUFFIXES, INLINE_TYPES
from labelapp.evidence.labels import kind_name
from labelapp.evidence.models import Document, Revision
from labelapp.evidence.operations import change_details, remove_document
from labelapp.evidence.queries import document_by_id
from labelapp.evidence.scanning import states_of
from labelapp.evidence.uses import Use, uses_of
from labelapp.evidence.views.blueprint import bp
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import refuse


@bp.get("/documents/<int:document_id>")
@requires_on(document_by_id, policy.may_read_document)
def document(document: Document) -> ResponseReturnValue:
    """What a document is, its files, and where it is used."""
    return document_page(document)


def document_page(document: Document, refusals: list[str] | None = None, at: Revision | None = None) -> str:
    """The page, also after files were refused: `at` the file that they should have replaced, None for a new one."""
    uses = _uses(document)
    return render_template(
        "evidence/document.html",
        document=document,
        kind=kind_name(document.kind),
        groups=_by_file(document),
        states=states_of(one.sha256 for one in document.revisions),
        uses=uses,
        frozen={sha256 for use in uses for sha256 in use.frozen or ()},
        today=today(),
        refusals=refusals or [],
        refused_at=at.file if at else None,
        may_change=policy.may_change_document(current_user, document),
        inline_types=INLINE_TYPES,
        accepted=",".join(ACCEPTED_SUFFIXES),
    )


def _by_file(document: Document) -> list[list[Revision]]:
    """The revisions of each file that is still there, newest first; the first of each is the current one."""
    groups = []
    for current in document.files:
        others = [one for one in document.revisions if one.file == current.file and one is not current]
        groups.append([current, *sorted(others, key=lambda one: -one.number)])
    return groups


def _uses(document: Document) -> list[Use]:
    return uses_of(document.cluster, [document.id]).get(document.id, [])


@bp.get("/documents/<int:document_id>/edit")
@requires_on(document_by_id, policy.may_change_document)
def edit(document: Document) -> ResponseReturnValue:
    """Title, kind, owner and dates."""
    return render_template("evidence/edit.html", document=document, form=details_form(document))


@bp.post("/documents/<int:document_id>/edit")
@requires_on(document_by_id, policy.may_change_document)
def save_details(document: Document) -> ResponseReturnValue:
    """Save title, kind, owner and dates."""
    form = DetailsForm(document)
    if form.validate_on_submit():
        try:
            change_details(document, form.details(), by=current_user)
        except InvalidInput as error:
            refuse(form.expires_on, error)
        else:
            flash(_("The details were saved."))
            return redirect(url_for("evidence.document", document_id=document.id), 303)
    return render_template("evidence/edit.html", document=document, form=form), 422


@bp.get("/documents/<int:document_id>/remove")
@requires_on(document_by_id, policy.may_change_document)
def remove(document: Document) -> ResponseReturnValue:
    """Ask before a document is taken out of the library, and say where it is used."""
    return render_template("evidence/remove.html", document=document, uses=_uses(document))


@bp.post("/documents/<int:document_id>/remove")
@requires_on(document_by_id, policy.may_change_document)
def remove_confirmed(document: Document) -> ResponseReturnValue:
    """Take the document out of the library."""
    remove_document(document, by=current_user)
    flash(_("“%(title)s” was taken out of the library.", title=document.title))
    return redirect(url_for("evidence.documents", cluster_id=document.cluster_id), 303)
