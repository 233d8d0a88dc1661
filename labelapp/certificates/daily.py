"""What has to be done on its day: once each morning the worker looks at every certificate, and at what waits for one.

Nothing is queued per certificate: those that were issued before this version, or came in by an import, are looked at
like all others. Each step writes one row that can be there only once together with its mail, and commits after it;
so a worker that dies, or two that work at the same time, neither repeat a mail nor leave one out.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from flask import Flask, current_app
from sqlalchemy import select

from labelapp.clock import now, today
from labelapp.events.jobs import MOST_TRIES, NotYet, queue_job, register_job
from labelapp.events.models import Job
from labelapp.extensions import db

KIND = "certificates_daily"
MORNING = time(6, tzinfo=UTC)
_KEY = "daily work on certificates"
log = logging.getLogger(__name__)

# Finds the ids of what may be due on a day, and does what is due for one of them.
Finder = Callable[[date], Iterable[int]]
Step = Callable[[int, date], None]


def init_daily(app: Flask) -> None:
    """Register the job."""
    register_job(app, KIND, work_daily)


def register_daily(app: Flask, finder: Finder, step: Step) -> None:
    """Have `step(id, day)` run each day, in a transaction of its own, for each id that `finder(day)` gives."""
    app.extensions.setdefault(_KEY, []).append((finder, step))


def ask_for_daily_work() -> None:
    """Have it done each day from now on, unless a job does so already."""
    running = select(Job.id).where(Job.kind == KIND, Job.done_at.is_(None), Job.tries < MOST_TRIES)
    if db.session.scalars(running.limit(1)).first() is None:
        queue_job(KIND)


def work_daily() -> None:
    """The job, which never ends: do what is due today, and be asked again tomorrow (NotYet)."""
    do_what_is_due(today())
    tomorrow = datetime.combine(today() + timedelta(days=1), MORNING)
    raise NotYet("what was due today is done", tomorrow - now())


def do_what_is_due(day: date) -> None:
    """Run every step. One that fails is logged and tried again the next day; the others do not wait for it."""
    registered: list[tuple[Finder, Step]] = current_app.extensions.get(_KEY, [])
    for finder, step in registered:
        for number in list(finder(day)):
            try:
                step(number, day)
                db.session.commit()
            except Exception:
                db.session.rollback()
                log.exception("%s failed for %s", step.__qualname__, number)
