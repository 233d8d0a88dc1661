"""The list of documents, and adding to it."""

from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from labelapp.clock import today
from labelapp.clusters.choosing import go_to_own
from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import find_cluster, is_cluster_person, team_of
from labelapp.evidence import policy
from labelapp.evidence.kinds import ACCEPTED_SUFFIXES
from labelapp.evidence.labels import kind_names
from labelapp.evidence.models import DocumentKind
from labelapp.evidence.operations import known_as, take_upload
from labelapp.evidence.queries import Order, Search, Show, documents_of
from labelapp.evidence.scanning import states_of
from labelapp.evidence.uploading import as_json, sent_files, take_each
from labelapp.evidence.uses import uses_of
from labelapp.evidence.views.blueprint import bp
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import wants_json

Choice = TypeVar("Choice", DocumentKind, Order, Show)


@bp.get("/documents")
@requires(is_cluster_person)
def own_documents() -> ResponseReturnValue:
    """The documents of one's own cluster organisation."""
    return go_to_own("evidence.documents", _("Whose documents?"))


@bp.get("/clusters/<int:cluster_id>/documents")
@requires_on(find_cluster, policy.may_see_documents)
def documents(cluster: Cluster) -> ResponseReturnValue:
    """The documents of a cluster organisation, with search, filters and sorting."""
    return _library(cluster)


@bp.post("/clusters/<int:cluster_id>/documents")
@requires_on(find_cluster, policy.may_add_documents)
def upload(cluster: Cluster) -> ResponseReturnValue:
    """Receive files. The script sends them one by one and asks for JSON."""
    kind = _one_of(DocumentKind, request.form.get("kind")) or DocumentKind.OTHER

    def take(sent: FileStorage) -> tuple[str, bool]:
        taken = take_upload(cluster, sent, kind=kind, by=current_user)
        if taken.known:
            return known_as(taken.revision), False
        return _("“%(title)s” is in the library.", title=taken.document.title), True

    outcome = take_each(sent_files(), take)
    shown = url_for("evidence.documents", cluster_id=cluster.id)
    if wants_json():
        return as_json(outcome, shown)
    if outcome.refused and not outcome.taken:
        return _library(cluster, outcome.refused), outcome.status
    for sentence in outcome.taken:
        flash(sentence)
    for sentence in outcome.refused:
        flash(sentence, "error")
    return redirect(shown, 303)


def _library(cluster: Cluster, refusals: list[str] | None = None) -> str:
    search = _asked()
    uses = uses_of(cluster)
    found = documents_of(cluster, search, uses)
    return render_template(
        "evidence/documents.html",
        cluster=cluster,
        documents=found,
        states=states_of(one.sha256 for document in found for one in document.files),
        uses=uses,
        today=today(),
        refusals=refusals or [],
        search=search,
        kinds=kind_names(),
        people=sorted(
            ((member.user.id, member.user.name) for member in team_of(cluster)),
            key=lambda one: one[1].casefold(),
        ),
        columns=_columns(cluster, search),
        may_add=policy.may_add_documents(current_user, cluster),
        accepted=",".join(ACCEPTED_SUFFIXES),
    )


def _asked() -> Search:
    order = _one_of(Order, request.args.get("sort")) or Order.UPLOADED
    owner = request.args.get("owner", "")
    return Search(
        text=request.args.get("q", "").replace("\0", ""),
        kind=_one_of(DocumentKind, request.args.get("kind")),
        owner_id=int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 10 else None,
        show=_one_of(Show, request.args.get("show")) or Show.ALL,
        order=order,
        descending=request.args.get("order", "descending" if order is Order.UPLOADED else "") == "descending",
    )


def _one_of(choices: type[Choice], name: str | None) -> Choice | None:
    return choices(name) if name in set(choices) else None


def _columns(cluster: Cluster, search: Search) -> list[dict[str, object]]:
    def sortable(column: Order, label: str) -> dict[str, object]:
        current = column is search.order
        return {
            "label": label,
            "numeric": column is Order.SIZE,
            "sorted": ("descending" if search.descending else "ascending") if current else "",
            "sort_url": url_for(
                "evidence.documents",
                cluster_id=cluster.id,
                q=search.text or None,
                kind=search.kind,
                owner=search.owner_id,
                show=search.show or None,
                sort=column,
                order="ascending" if current and search.descending else "descending",
            ),
        }

    return [
        sortable(Order.TITLE, _("Document")),
        {"label": _("Kind")},
        {"label": _("Validity")},
        {"label": _("Used for")},
        sortable(Order.UPLOADED, _("Added")),
        sortable(Order.SIZE, _("Size")),
    ]
