"""Reading batches."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.certificates.batches.models import Batch, BatchItem, ItemState
from labelapp.certificates.models import Certificate
from labelapp.extensions import db
from labelapp.web.paging import Page, Position, read_page


def find_batch(batch_id: int) -> Batch | None:
    """One batch."""
    return db.session.get(Batch, batch_id)


def list_batches(position: Position | None) -> Page[Batch]:
    """A page of the batches, the newest first."""
    query = select(Batch).options(joinedload(Batch.created_by, innerjoin=True).lazyload(User.roles))
    return read_page(query, func.substr("", 1).label("none"), Batch.id.expression, position, descending=True)


def count_items(batch: Batch) -> Counter[ItemState]:
    """How many items are in each state."""
    return counts_of([batch])[batch.id]


def counts_of(batches: Sequence[Batch]) -> dict[int, Counter[ItemState]]:
    """The same for several batches, in one statement."""
    found: dict[int, Counter[ItemState]] = {batch.id: Counter() for batch in batches}
    query = (
        select(BatchItem.batch_id, BatchItem.state, func.count())
        .where(BatchItem.batch_id.in_(found))
        .group_by(BatchItem.batch_id, BatchItem.state)
    )
    for batch_id, state, number in db.session.execute(query):
        found[batch_id][state] = number
    return found


def failed_items(batch: Batch) -> list[BatchItem]:
    """What failed, with its reason."""
    query = select(BatchItem).where(BatchItem.batch_id == batch.id, BatchItem.state == ItemState.FAILED)
    return list(db.session.scalars(query.order_by(BatchItem.id)))


def done_files(batch: Batch) -> list[tuple[Certificate, str]]:
    """The certificates that are done, each with the SHA-256 of its file, in the order of the batch."""
    query = (
        select(Certificate, BatchItem.sha256)
        .join(BatchItem, BatchItem.result_id == Certificate.id)
        .where(BatchItem.batch_id == batch.id, BatchItem.sha256.is_not(None))
        .order_by(BatchItem.id)
    )
    return [(row[0], row[1] or "") for row in db.session.execute(query)]
