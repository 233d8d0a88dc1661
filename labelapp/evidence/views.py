"""The data room of a cluster organisation, and the way documents leave the server."""

from urllib.parse import quote

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from labelapp.clusters.choosing import go_to_own
from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import find_cluster, is_cluster_person
from labelapp.evidence import policy, storage
from labelapp.evidence.kinds import ACCEPTED_SUFFIXES, INLINE_TYPES
from labelapp.evidence.models import Document
from labelapp.evidence.operations import remove_document, store_upload
from labelapp.evidence.queries import Order, document_by_id, documents_of
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput, wants_json

bp = Blueprint("evidence", __name__)


@bp.get("/documents")
@requires(is_cluster_person)
def own_documents() -> ResponseReturnValue:
    """The documents of one's own cluster organisation."""
    return go_to_own("evidence.documents", _("Whose documents?"))


@bp.get("/clusters/<int:cluster_id>/documents")
@requires_on(find_cluster, policy.may_see_documents)
def documents(cluster: Cluster) -> ResponseReturnValue:
    """The documents of a cluster organisation, with search and sorting."""
    return _data_room(cluster)


@bp.post("/clusters/<int:cluster_id>/documents")
@requires_on(find_cluster, policy.may_add_documents)
def upload(cluster: Cluster) -> ResponseReturnValue:
    """Receive one file. The drop zone sends several one after the other and asks for JSON."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _refused(cluster, _("Choose a file first."))
    try:
        document = store_upload(cluster, sent, by=current_user)
    except InvalidInput as error:
        return _refused(cluster, _("%(name)s: %(reason)s", name=sent.filename, reason=error.message))
    if wants_json():
        return jsonify(id=document.id, title=document.title), 201
    flash(_("“%(title)s” is in the data room.", title=document.title))
    return redirect(url_for("evidence.documents", cluster_id=cluster.id), 303)


def _refused(cluster: Cluster, reason: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(error=reason, advice=reason), 422
    return _data_room(cluster, refusal=reason), 422


def _data_room(cluster: Cluster, refusal: str = "") -> str:
    text = request.args.get("q", "")
    order = _chosen_order(request.args.get("sort", ""))
    descending = request.args.get("order", "descending" if order is Order.UPLOADED else "") == "descending"
    return render_template(
        "evidence/documents.html",
        cluster=cluster,
        documents=documents_of(cluster, text, order, descending),
        refusal=refusal,
        text=text,
        columns=_columns(cluster, text, order, descending),
        may_add=policy.may_add_documents(current_user, cluster),
        inline_types=INLINE_TYPES,
        accepted=",".join(ACCEPTED_SUFFIXES),
    )


def _columns(cluster: Cluster, text: str, order: Order, descending: bool) -> list[dict[str, object]]:
    labels = {Order.TITLE: _("Document"), Order.UPLOADED: _("Added"), Order.SIZE: _("Size")}
    sortable: list[dict[str, object]] = [
        {
            "label": label,
            "numeric": column is Order.SIZE,
            "sorted": ("descending" if descending else "ascending") if column is order else "",
            "sort_url": url_for(
                "evidence.documents",
                cluster_id=cluster.id,
                q=text or None,
                sort=column,
                order="ascending" if column is order and descending else "descending",
            ),
        }
        for column, label in labels.items()
    ]
    return [*sortable, {"label": _("Actions"), "numeric": True}]


def _chosen_order(name: str) -> Order:
    return Order(name) if name in set(Order) else Order.UPLOADED


@bp.get("/documents/<int:document_id>/download")
@requires_on(document_by_id, policy.may_read_document)
def download(document: Document) -> ResponseReturnValue:
    """The file, to be kept."""
    return send_document(document, inline=False)


@bp.get("/documents/<int:document_id>/view")
@requires_on(document_by_id, policy.may_read_document)
def preview(document: Document) -> ResponseReturnValue:
    """The file inside the window, for a PDF or a picture; any other kind is sent to be kept."""
    return send_document(document, inline=True)


@bp.get("/documents/<int:document_id>/remove")
@requires_on(document_by_id, policy.may_remove_document)
def remove(document: Document) -> ResponseReturnValue:
    """Ask before a document is taken out of the data room."""
    return render_template("evidence/remove.html", document=document)


@bp.post("/documents/<int:document_id>/remove")
@requires_on(document_by_id, policy.may_remove_document)
def remove_confirmed(document: Document) -> ResponseReturnValue:
    """Take the document out of the data room."""
    remove_document(document, by=current_user)
    flash(_("“%(title)s” was taken out of the data room.", title=document.title))
    return redirect(url_for("evidence.documents", cluster_id=document.cluster_id), 303)


def send_document(document: Document, inline: bool) -> Response:
    """The file of a document as an answer; the caller has checked that the reader may have it.

    `inline` shows PDF and pictures inside our own pages and is ignored for other kinds. 404 when the
    storage has lost the file. Nothing in the file can run: its type is stated and not guessed, and the
    answer is a sandbox of its own.
    """
    try:
        pieces = storage.open_document(document)
    except storage.MissingContent as error:
        raise NotFound from error
    shown = inline and document.content_type in INLINE_TYPES
    response = Response(pieces, mimetype=document.content_type)
    if document.content_type.startswith("text/"):
        response.headers["Content-Type"] = f"{document.content_type}; charset=utf-8"
    response.headers["Content-Disposition"] = disposition(document.filename, inline=shown)
    response.headers["Content-Length"] = str(document.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = _document_policy(document, shown)
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _document_policy(document: Document, shown: bool) -> str:
    """Browsers refuse to start their PDF viewer inside a sandbox, so a shown PDF has all rules but that one."""
    rules = [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "frame-ancestors 'self'",
        "form-action 'none'",
    ]
    if not (shown and document.content_type == "application/pdf"):
        rules.insert(0, "sandbox")
    return "; ".join(rules)


def disposition(filename: str, inline: bool = False) -> str:
    """A Content-Disposition that any browser understands, with the true name for those that read RFC 5987."""
    plain = filename.encode("ascii", "replace").decode("ascii")
    plain = "".join("_" if letter in '?"\\%' else letter for letter in plain)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
