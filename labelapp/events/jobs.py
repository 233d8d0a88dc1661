"""Jobs: written in the transaction of the operation that asks for them, run after it by the worker.

A worker may die at any moment and the job is then run again, so a job must come to the same when it is run twice.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select

from labelapp.clock import now
from labelapp.events.models import Job
from labelapp.extensions import db

MOST_TRIES = 8
# A job that has not ended after this long is taken for lost with its worker.
LOST_AFTER = timedelta(minutes=10)
Handler = Callable[..., None]
log = logging.getLogger(__name__)


class NotYet(Exception):
    """What the job needs is not there at present; this does not count as a try."""

    def __init__(self, reason: str, wait: timedelta = timedelta(minutes=1)) -> None:
        super().__init__(reason)
        self.wait = wait


def register_job(app: Flask, kind: str, handler: Handler, given_up: Handler | None = None) -> None:
    """Jobs of this kind are run by `handler(**payload)`, in a transaction that is committed when it returns.

    It may commit in between to show its progress. It raises NotYet to be asked again later. `given_up(**payload)`
    is called when it failed for the last time, so that nobody goes on waiting.
    """
    app.extensions.setdefault("job handlers", {})[kind] = handler
    if given_up is not None:
        app.extensions.setdefault("job endings", {})[kind] = given_up


def queue_job(kind: str, **payload: Any) -> Job:
    """Ask the worker for a job; `payload` holds JSON values, ids rather than contents."""
    job = Job(kind=kind, payload=payload, created_at=now(), next_try_at=now())
    db.session.add(job)
    return job


def run_waiting(limit: int = 50) -> int:
    """Run what waits and is due; return how many jobs ended well."""
    ended = 0
    for _round in range(limit):
        job_id = _claim_next()
        if job_id is None:
            break
        ended += _run(job_id)
    return ended


def _claim_next() -> int | None:
    query = (
        select(Job)
        .where(Job.done_at.is_(None), Job.next_try_at <= now(), Job.tries < MOST_TRIES)
        .order_by(Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = db.session.scalars(query).first()
    if job is not None:
        job.tries += 1
        job.next_try_at = now() + LOST_AFTER
    found = job.id if job else None
    db.session.commit()
    return found


def _run(job_id: int) -> int:
    job = db.session.get_one(Job, job_id)
    handler: Handler = current_app.extensions["job handlers"][job.kind]
    try:
        handler(**job.payload)
    except NotYet as reason:
        _put_off(job_id, str(reason), reason.wait, counts=False)
        return 0
    except Exception as error:
        log.exception("job %s (%s) failed", job_id, job.kind)
        _put_off(job_id, f"{type(error).__name__}: {error}", timedelta(minutes=2**job.tries), counts=True)
        if job.tries == MOST_TRIES:
            _give_up(job)
        return 0
    job.done_at, job.error = now(), None
    db.session.commit()
    return 1


def _give_up(job: Job) -> None:
    ending: Handler | None = current_app.extensions.get("job endings", {}).get(job.kind)
    if ending is not None:
        ending(**job.payload)
        db.session.commit()


def _put_off(job_id: int, reason: str, wait: timedelta, *, counts: bool) -> None:
    db.session.rollback()
    job = db.session.get_one(Job, job_id)
    job.error, job.next_try_at = reason, now() + wait
    if not counts:
        job.tries -= 1
    db.session.commit()
