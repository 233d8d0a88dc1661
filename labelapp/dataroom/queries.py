"""Reading the lists of a data room."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, union_all

from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import find_cluster
from labelapp.dataroom.figures import rows_of
from labelapp.dataroom.kinds import KINDS, Record, RecordKind
from labelapp.dataroom.models import Import
from labelapp.evidence.models import Document
from labelapp.extensions import db
from labelapp.web.paging import Page, Position, read_page


@dataclass(frozen=True)
class Shelf:
    """One list of one cluster organisation."""

    cluster: Cluster
    kind: RecordKind


@dataclass(frozen=True)
class Entry:
    """One row of a list."""

    shelf: Shelf
    record: Record

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.shelf.cluster


@dataclass(frozen=True)
class Asked:
    """What a list is asked for."""

    search: str = ""
    filter: str = ""
    sort: str = "name"
    descending: bool = False
    position: Position | None = None


def find_shelf(cluster_id: int, kind: str) -> Shelf | None:
    """A list by its address; None when either does not exist."""
    found = KINDS.get(kind)
    cluster = find_cluster(cluster_id) if found else None
    return Shelf(cluster, found) if cluster and found else None


def find_entry(cluster_id: int, kind: str, record_id: int) -> Entry | None:
    """A row by its address; None when it does not stand in this list."""
    shelf = find_shelf(cluster_id, kind)
    if shelf is None:
        return None
    record = db.session.scalars(_all(shelf).where(shelf.kind.model.id == record_id)).one_or_none()
    return Entry(shelf, record) if record else None


def find_import(import_id: int) -> Import | None:
    """An import with its cluster organisation and that one's team."""
    found = db.session.get(Import, import_id)
    if found is None:
        return None
    cluster = find_cluster(found.cluster_id)
    return found if cluster else None


def _all(shelf: Shelf) -> Select[Any]:
    model = shelf.kind.model
    return select(model).where(model.cluster_id == shelf.cluster.id, *rows_of(shelf.kind))


def list_records(shelf: Shelf, asked: Asked) -> Page[Any]:
    """A page of a list."""
    return read_page(
        _matching(shelf, asked),
        _sort_key(shelf.kind, asked.sort),
        shelf.kind.model.id.expression,
        asked.position,
        descending=asked.descending,
    )


def count_records(shelf: Shelf, asked: Asked) -> int:
    """How many rows search and filter leave."""
    return db.session.scalar(select(func.count()).select_from(_matching(shelf, asked).subquery())) or 0


def _matching(shelf: Shelf, asked: Asked) -> Select[Any]:
    query, model = _all(shelf), shelf.kind.model
    if asked.filter and shelf.kind.filter:
        query = query.where(getattr(model, shelf.kind.filter) == asked.filter)
    for word in asked.search.lower().split():
        query = query.where(func.lower(model.name).contains(word, autoescape=True))
    return query


def sorts(kind: RecordKind) -> list[str]:
    """The columns by which a list can be sorted: the listed ones."""
    return [column.name for column in kind.columns if column.listed]


def _sort_key(kind: RecordKind, name: str) -> ColumnElement[str]:
    column = getattr(kind.model, name)
    described = kind.column(name)
    if described.type in ("text", "choice", "country"):
        return func.lower(cast(column, String))
    if described.numeric:
        # As text of one length, since the position in a list is kept as text.
        padded = literal("0" * 20, String) + cast(func.coalesce(column, 0), String)
        return func.substr(padded, func.length(padded) - 19, 20)
    return func.coalesce(cast(column, String), "")


def every_record(shelf: Shelf) -> Iterator[Any]:
    """All rows of a list by name, read in portions."""
    model = shelf.kind.model
    yield from db.session.scalars(
        _all(shelf).order_by(func.lower(model.name), model.id).execution_options(yield_per=1000)
    )


def counts(cluster: Cluster) -> dict[str, int]:
    """How many rows each list has, in one statement."""
    parts = [
        select(literal(kind.code, String), func.count()).select_from(_all(Shelf(cluster, kind)).subquery())
        for kind in KINDS.values()
    ]
    return {row[0]: row[1] for row in db.session.execute(union_all(*parts))}


def documents_of(cluster: Cluster) -> list[tuple[int, str]]:
    """Id and title of the documents that can be linked to a member, by title."""
    query = select(Document.id, Document.title).where(
        Document.cluster_id == cluster.id, Document.removed_at.is_(None)
    )
    return [(one, title) for one, title in db.session.execute(query.order_by(func.lower(Document.title)))]


def newest_import(shelf: Shelf) -> Import | None:
    """The last import into a list, to come back to it."""
    query = select(Import).where(Import.cluster_id == shelf.cluster.id, Import.kind == shelf.kind.code)
    return db.session.scalars(query.order_by(Import.id.desc()).limit(1)).one_or_none()
