"""Starting, pausing and ending batches. What a batch does is in `doing`, how it runs in `running`."""

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import update

from labelapp.accounts.models import User
from labelapp.certificates.batches.candidates import MOST, Wish, candidates
from labelapp.certificates.batches.models import Batch, BatchItem, BatchKind, BatchState, ItemState
from labelapp.certificates.batches.queries import count_items
from labelapp.clock import now
from labelapp.events.jobs import queue_job
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput

JOB = "certificates.batch"


def start_batch(kind: BatchKind, chosen: Collection[int], by: User, *, tell: bool = True) -> Batch:
    """Have the chosen candidates done. What somebody else did meanwhile, or may not be done by them, is left out.

    Raises InvalidInput (422) when nothing is left, or when too many are chosen.
    """
    wanted = set(chosen)
    ids = [one.id for one in candidates(kind, by, Wish()) if one.id in wanted]
    if not ids:
        raise InvalidInput(_("Nothing of what was chosen can be done any more. Choose again."))
    if len(ids) > MOST:
        raise InvalidInput(_("A batch takes at most %(num)s certificates. Choose fewer.", num=MOST))
    batch = Batch(kind=kind, state=BatchState.RUNNING, tell=tell, created_at=now(), created_by=by)
    db.session.add(batch)
    db.session.flush()
    source = "decision_id" if kind is BatchKind.ISSUE else "certificate_id"
    db.session.add_all(BatchItem(batch_id=batch.id, **{source: number}) for number in ids)
    record("batch.started", batch, actor=by, kind=kind.value, number=len(ids))
    queue_job(JOB, batch_id=batch.id)
    return batch


def pause_batch(batch: Batch, by: User) -> None:
    """Do nothing more after the item that is under way. Raises DomainError (409) unless it runs."""
    _require(batch, BatchState.RUNNING)
    batch.state = BatchState.PAUSED
    record("batch.paused", batch, actor=by)


def resume_batch(batch: Batch, by: User) -> None:
    """Go on after a pause. Raises DomainError (409) unless it is paused."""
    _require(batch, BatchState.PAUSED)
    batch.state, batch.obstacle = BatchState.RUNNING, ""
    record("batch.resumed", batch, actor=by)
    queue_job(JOB, batch_id=batch.id)


def cancel_batch(batch: Batch, by: User) -> None:
    """Give up what has not begun; what is done stays. Raises DomainError (409) when it has ended."""
    _require(batch, BatchState.RUNNING, BatchState.PAUSED)
    left = count_items(batch)[ItemState.WAITING]
    db.session.execute(
        update(BatchItem)
        .where(BatchItem.batch_id == batch.id, BatchItem.state == ItemState.WAITING)
        .values(state=ItemState.CANCELLED)
    )
    batch.state, batch.ended_at, batch.obstacle = BatchState.CANCELLED, now(), ""
    record("batch.cancelled", batch, actor=by, number=left)


def retry_batch(batch: Batch, by: User) -> None:
    """Try what failed again. Raises DomainError (409) unless the batch has ended and something failed."""
    _require(batch, BatchState.DONE)
    failed = count_items(batch)[ItemState.FAILED]
    if not failed:
        raise DomainError(_("Nothing of this batch failed."))
    db.session.execute(
        update(BatchItem)
        .where(BatchItem.batch_id == batch.id, BatchItem.state == ItemState.FAILED)
        .values(state=ItemState.WAITING, problem="")
    )
    batch.state, batch.ended_at = BatchState.RUNNING, None
    record("batch.retried", batch, actor=by, number=failed)
    queue_job(JOB, batch_id=batch.id)


def _require(batch: Batch, *allowed: BatchState) -> None:
    """Lock the row and read it afresh, so that worker and officers see one state."""
    db.session.flush()
    db.session.refresh(batch, with_for_update=True)
    if batch.state not in allowed:
        raise DomainError(_("The state of the batch does not allow this."))
