"""Reads of the evidence library."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.evidence.models import Document, DocumentKind, Revision
from labelapp.evidence.uses import Use
from labelapp.extensions import db


class Order(StrEnum):
    """Columns by which the library can be sorted."""

    TITLE = "title"
    UPLOADED = "uploaded"
    SIZE = "size"


class Show(StrEnum):
    """The documents that need somebody's attention."""

    ALL = ""
    UNLINKED = "unlinked"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class Search:
    """What the library is asked for."""

    text: str = ""
    kind: DocumentKind | None = None
    owner_id: int | None = None
    show: Show = Show.ALL
    order: Order = Order.UPLOADED
    descending: bool = True

    @property
    def narrows(self) -> bool:
        """Whether some documents may be left out."""
        return bool(self.text or self.kind or self.owner_id or self.show)


def document_by_id(document_id: int) -> Document | None:
    """A document, removed or not, with its cluster organisation and that one's team."""
    return db.session.get(Document, document_id)


def file_by_id(document_id: int, revision_id: int | None = None) -> Revision | None:
    """A revision of a document; without a number the current one of its first file."""
    document = document_by_id(document_id)
    if document is None:
        return None
    if revision_id is None:
        return document.files[0]
    return next((one for one in document.revisions if one.id == revision_id), None)


def documents_of(
    cluster: Cluster, search: Search = Search(), uses: dict[int, list[Use]] | None = None
) -> list[Document]:
    """The documents of a cluster organisation as asked for, with their files and people; three statements.

    `uses` says where documents are used, for those that are used nowhere.
    """
    query = _narrowed(_with_people(), search).where(
        Document.cluster_id == cluster.id, Document.removed_at.is_(None)
    )
    column = _column(search.order)
    query = query.order_by(column.desc() if search.descending else column.asc(), Document.id)
    found = list(db.session.scalars(query))
    if search.show is Show.UNLINKED:
        return [one for one in found if not (uses or {}).get(one.id)]
    if search.show is Show.OUTDATED:
        return [one for one in found if one.is_outdated(today())]
    return found


def _with_people() -> Select[Document]:
    uploaded_by = joinedload(Revision.uploaded_by, innerjoin=True).lazyload(User.roles)
    return select(Document).options(
        joinedload(Document.owner, innerjoin=True).lazyload(User.roles),
        joinedload(Document.cluster, innerjoin=True).lazyload("*"),
        selectinload(Document.revisions).options(uploaded_by),
    )


def _narrowed(query: Select[Document], search: Search) -> Select[Document]:
    if wanted := search.text.strip().lower():
        in_a_file = (
            select(Revision.id)
            .where(
                Revision.document_id == Document.id,
                Revision.replaced_at.is_(None),
                func.lower(Revision.filename).contains(wanted, autoescape=True),
            )
            .exists()
        )
        query = query.where(func.lower(Document.title).contains(wanted, autoescape=True) | in_a_file)
    if search.kind is not None:
        query = query.where(Document.kind == search.kind)
    if search.owner_id is not None:
        query = query.where(Document.owner_id == search.owner_id)
    return query


def _column(order: Order) -> ColumnElement[object]:
    size = (
        select(func.sum(Revision.size))
        .where(Revision.document_id == Document.id, Revision.replaced_at.is_(None))
        .scalar_subquery()
    )
    columns: dict[Order, ColumnElement[object]] = {
        Order.TITLE: func.lower(Document.title),
        Order.UPLOADED: Document.uploaded_at,  # type: ignore[dict-item]
        Order.SIZE: size,
    }
    return columns[order]
