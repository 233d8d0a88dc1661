"""How a batch runs: a job in slices, each item in a transaction of its own.

Killed at any point, an item is done or it is not: serial, certificate, file, mails and the item's own mark are
committed together, and the file is stored before. Whoever works on a batch holds it for a while and prolongs that with
each item; a second worker waits, and one that lost it, because it hung for too long, commits nothing more.
"""

import logging
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import sched_getaffinity
from time import monotonic
from uuid import uuid4

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from labelapp.certificates.batches.doing import Draft, Guesses, complete, draft
from labelapp.certificates.batches.models import Batch, BatchItem, BatchState, ItemState
from labelapp.certificates.batches.operations import JOB
from labelapp.certificates.batches.queries import count_items
from labelapp.certificates.printing import print_and_seal, unprintable_certificate
from labelapp.clock import now
from labelapp.documents.certificate import UnprintableName
from labelapp.documents.presses import Presses
from labelapp.documents.sealing import SealKeyError
from labelapp.events.jobs import NotYet, queue_job
from labelapp.events.log import record
from labelapp.events.models import Job
from labelapp.extensions import db, settings
from labelapp.web.errors import DomainError
from labelapp.web.locale import speaking

SLICE = 60  # seconds after which other jobs and the mails have their turn
LEASE = timedelta(minutes=1)
AHEAD = 8  # items printed ahead by each process
WORTH = 20  # items for which it is worth to start processes: they take seconds to begin
PAUSE = timedelta(seconds=1)
OUTSIDE = 503  # the status of errors that are nobody's here
_PRESSES = "presses"
log = logging.getLogger(__name__)


class _Lost(Exception):
    """The batch was paused, cancelled, or taken over: nothing more is to be done here."""


class _Obstacle(Exception):
    """Something outside does not answer; no item is to blame."""


def run(batch_id: int) -> None:
    """Work on a batch for a slice. Raises NotYet when more is left, or when somebody else works on it."""
    token = uuid4().hex
    if not _take(batch_id, token):
        _close_presses()
        return
    try:
        left = _work(batch_id, token)
    except _Obstacle as problem:
        log.warning("batch %s waits: %s", batch_id, problem)
        _leave(batch_id, token, waits=True)
        _close_presses()
        raise NotYet(str(problem)) from problem
    except BaseException:
        _leave(batch_id, token)
        _close_presses()
        raise
    _leave(batch_id, token)
    if left:
        raise NotYet("more is left", PAUSE)
    _close_presses()


def give_up(batch_id: int) -> None:
    """The job failed again and again: an officer goes on when the operator has mended it."""
    batch = db.session.get_one(Batch, batch_id, with_for_update=True, populate_existing=True)
    if batch.state is BatchState.RUNNING:
        with speaking(batch.created_by.locale):
            batch.obstacle = _("It was stopped after repeated errors. Tell whoever operates this site.")
        batch.state = BatchState.PAUSED
        record("batch.paused", batch)


def resume_unfinished() -> None:
    """When a worker starts: whoever ran these batches may have died, and counts as lost only after a while."""
    waiting = select(Job).where(Job.kind == JOB, Job.done_at.is_(None))
    for job in db.session.scalars(waiting):
        job.done_at = now()
    running = select(Batch.id).where(Batch.state == BatchState.RUNNING).order_by(Batch.id)
    for batch_id in db.session.scalars(running):
        queue_job(JOB, batch_id=batch_id)


def _take(batch_id: int, token: str) -> bool:
    batch = db.session.get(Batch, batch_id, with_for_update=True, populate_existing=True)
    if batch is None or batch.state is not BatchState.RUNNING:
        db.session.rollback()
        return False
    if batch.held_until is not None and batch.held_until > now():
        wait = batch.held_until - now()
        db.session.rollback()
        raise NotYet("another worker has it", wait)
    batch.held_by, batch.held_until, batch.obstacle = token, now() + LEASE, ""
    db.session.commit()
    return True


def _held(batch_id: int, token: str) -> Batch:
    """The batch, locked, if it still runs and is still ours. Raises _Lost."""
    batch = db.session.get_one(Batch, batch_id, with_for_update=True, populate_existing=True)
    if batch.held_by != token or batch.state is not BatchState.RUNNING:
        raise _Lost
    batch.held_until = now() + LEASE
    return batch


def _leave(batch_id: int, token: str, *, waits: bool = False) -> None:
    db.session.rollback()
    batch = db.session.get_one(Batch, batch_id, with_for_update=True, populate_existing=True)
    if batch.held_by == token:
        batch.held_by, batch.held_until = None, None
        if waits:
            with speaking(batch.created_by.locale):
                batch.obstacle = _("Time stamps, the key of the seal or the storage of files cannot be had.")
    db.session.commit()


def _work(batch_id: int, token: str) -> bool:
    """Do items until the slice is over; return whether more is left."""
    end = monotonic() + SLICE
    try:
        while monotonic() < end:
            if not _some(batch_id, token, end):
                _end(batch_id, token)
                return False
    except _Lost:
        db.session.rollback()
        return False
    return True


def _end(batch_id: int, token: str) -> None:
    batch = _held(batch_id, token)
    found = count_items(batch)
    if not found[ItemState.WAITING]:
        batch.state, batch.ended_at = BatchState.DONE, now()
        record("batch.ended", batch, done=found[ItemState.DONE], failed=found[ItemState.FAILED])
    db.session.commit()


@dataclass(frozen=True)
class _Begun:
    """An item that is drafted and, by another process, being printed; or why it cannot be."""

    item_id: int
    made: Draft | None
    printing: Future[bytes] | None = None
    problem: Exception | None = None

    def content(self) -> bytes:
        """The file, printed here when no other process does, or when that was killed."""
        if self.made is None:
            assert self.problem is not None
            raise self.problem
        if self.printing is None:
            return print_and_seal(self.made.sheet)
        try:
            return self.printing.result()
        except BrokenProcessPool:
            log.warning("a process that prints was killed; this one prints instead")
            _close_presses()
            return print_and_seal(self.made.sheet)
        except UnprintableName as error:
            raise unprintable_certificate(error) from error


def _some(batch_id: int, token: str, end: float) -> bool:
    """Draft some items, print them at once, do one after the other; return False when none was left.

    After one that did not go as drafted the numbers on the next ones are wrong, so they are drafted anew.
    """
    presses = _presses(batch_id)
    query = select(BatchItem).where(BatchItem.batch_id == batch_id, BatchItem.state == ItemState.WAITING)
    items = list(db.session.scalars(query.order_by(BatchItem.id).limit(AHEAD * _processes())))
    guesses, moment = Guesses(), now()
    begun = [_begin(item, guesses, presses, moment) for item in items]
    db.session.commit()  # nothing is locked while it is printed
    try:
        for one in begun:
            if not _one(batch_id, token, one) or monotonic() > end:
                break
    finally:
        for one in begun:
            if one.printing is not None:
                one.printing.cancel()
    return bool(items)


def _begin(item: BatchItem, guesses: Guesses, presses: Presses | None, moment: datetime) -> _Begun:
    try:
        with speaking(item.batch.created_by.locale):
            made = draft(item, guesses)
    except SQLAlchemyError:
        raise
    except Exception as problem:
        return _Begun(item.id, None, problem=problem)
    return _Begun(item.id, made, presses.begin(made.sheet, moment) if presses else None)


def _one(batch_id: int, token: str, begun: _Begun) -> bool:
    """Do one item, or note why it cannot be done; return whether the numbers on the next drafts are still right.

    Raises _Obstacle when something outside does not answer, and _Lost.
    """
    try:
        return _commit(batch_id, token, begun, begun.content())
    except (_Lost, SQLAlchemyError):
        raise
    except SealKeyError as problem:
        raise _Obstacle(str(problem)) from problem
    except DomainError as problem:
        if problem.status == OUTSIDE:
            raise _Obstacle(problem.message) from problem
        _fail(batch_id, token, begun.item_id, problem.message)
    except Exception:
        log.exception("item %s of batch %s failed", begun.item_id, batch_id)
        _fail(batch_id, token, begun.item_id, "")
    return begun.made is None


def _commit(batch_id: int, token: str, begun: _Begun, content: bytes) -> bool:
    batch = _held(batch_id, token)
    item = db.session.get_one(BatchItem, begun.item_id, with_for_update=True, populate_existing=True)
    assert begun.made is not None
    if item.state is not ItemState.WAITING:
        raise _Lost
    with speaking(batch.created_by.locale):
        certificate, sha256, right = complete(item, begun.made, content)
    item.state, item.result_id = ItemState.DONE, certificate.id
    item.sha256, item.done_at = sha256, now()
    db.session.commit()
    return right


def _fail(batch_id: int, token: str, item_id: int, problem: str) -> None:
    db.session.rollback()
    batch = _held(batch_id, token)
    item = db.session.get_one(BatchItem, item_id, with_for_update=True, populate_existing=True)
    with speaking(batch.created_by.locale):
        unknown = _("Something went wrong on our side. Tell whoever operates this site.")
    item.state, item.problem = ItemState.FAILED, problem or unknown
    db.session.commit()


def _processes() -> int:
    """How many processes print: as the settings say, else as many as there are processors for this one."""
    return settings().printing_processes or len(sched_getaffinity(0))


def _presses(batch_id: int) -> Presses | None:
    """The processes that print for this worker, kept from one slice to the next; None when it prints itself."""
    found: Presses | None = current_app.extensions.get(_PRESSES)
    if found is None and _processes() > 1:
        batch = db.session.get_one(Batch, batch_id)
        if count_items(batch)[ItemState.WAITING] >= WORTH:
            found = current_app.extensions[_PRESSES] = Presses(settings(), _processes())
    return found


def _close_presses() -> None:
    found: Presses | None = current_app.extensions.pop(_PRESSES, None)
    if found is not None:
        found.close()
