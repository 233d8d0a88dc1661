"""Reads of the data room."""

from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from labelapp.clusters.models import Cluster
from labelapp.evidence.models import Document
from labelapp.extensions import db


class Order(StrEnum):
    """Columns by which the data room can be sorted."""

    TITLE = "title"
    UPLOADED = "uploaded"
    SIZE = "size"


def document_by_id(document_id: int) -> Document | None:
    """A document, removed or not."""
    return db.session.get(Document, document_id)


def documents_of(
    cluster: Cluster, text: str = "", order: Order = Order.UPLOADED, descending: bool = True
) -> list[Document]:
    """The documents in a data room whose title or file name holds `text`, with who uploaded them."""
    query = (
        select(Document)
        .where(Document.cluster_id == cluster.id, Document.removed_at.is_(None))
        .options(joinedload(Document.uploaded_by))
    )
    if text.strip():
        wanted = text.strip().lower()
        query = query.where(
            func.lower(Document.title).contains(wanted, autoescape=True)
            | func.lower(Document.filename).contains(wanted, autoescape=True)
        )
    column = _column(order)
    return list(
        db.session.scalars(query.order_by(column.desc() if descending else column.asc(), Document.id))
    )


def _column(order: Order) -> ColumnElement[object]:
    columns: dict[Order, ColumnElement[object]] = {
        Order.TITLE: func.lower(Document.title),
        Order.UPLOADED: Document.uploaded_at,  # type: ignore[dict-item]
        Order.SIZE: Document.size,  # type: ignore[dict-item]
    }
    return columns[order]
