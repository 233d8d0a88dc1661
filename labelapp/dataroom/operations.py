"""Entering, changing and removing rows of a data room."""

from typing import Any

from sqlalchemy import func, select

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.dataroom.figures import rows_of
from labelapp.dataroom.kinds import Record, Values
from labelapp.dataroom.queries import Entry, Shelf
from labelapp.events.log import record
from labelapp.extensions import db


def add_record(shelf: Shelf, values: Values, by: User) -> Record:
    """Enter a row."""
    row: Record = shelf.kind.model(cluster_id=shelf.cluster.id, **shelf.kind.fixed, **values)
    db.session.add(row)
    record("facts.added", row, actor=by, list=shelf.kind.code)
    return row


def change_record(entry: Entry, values: Values, by: User) -> None:
    """Correct a row."""
    changed = [name for name, value in values.items() if getattr(entry.record, name) != value]
    for name in changed:
        setattr(entry.record, name, values[name])
    if changed:
        record("facts.changed", entry.record, actor=by, list=entry.shelf.kind.code, columns=changed)


def remove_record(entry: Entry, by: User) -> None:
    """Take a row out for good. A submission that counted it keeps its figure and digest."""
    record("facts.removed", entry.record, actor=by, list=entry.shelf.kind.code, name=entry.record.name)
    db.session.delete(entry.record)


def same_as(shelf: Shelf, values: Values, besides: int | None = None) -> Any:
    """Another row of the list that is the same by its key; None when there is none."""
    model, kind = shelf.kind.model, shelf.kind
    first = kind.key[0]
    query = select(model).where(model.cluster_id == shelf.cluster.id, *rows_of(kind))
    if first == "name":
        query = query.where(func.lower(model.name) == str(values["name"]).lower())
    else:
        query = query.where(getattr(model, first) == values[first])
    wanted = kind.key_of(values)
    for row in db.session.scalars(query):
        if row.id != besides and kind.key_of({name: getattr(row, name) for name in kind.key}) == wanted:
            return row
    return None


def lock_room(cluster: Cluster) -> None:
    """Let nobody else begin an import into this room until the transaction ends."""
    db.session.execute(select(Cluster.id).where(Cluster.id == cluster.id).with_for_update())
