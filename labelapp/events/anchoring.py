"""Keeping an anchor of the log every day, outside of the database, so that a log cut off at its end shows as well.

The file of anchors is only ever added to: it may lie on a file system that allows nothing else.
"""

import os
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from labelapp.clock import now, today
from labelapp.events.jobs import MOST_TRIES, NotYet, queue_job, register_job
from labelapp.events.models import Job
from labelapp.events.verifying import Anchor, anchor_now, read_anchors
from labelapp.extensions import db, settings

KIND = "anchor_log"
JUST_AFTER_MIDNIGHT = time(0, 5, tzinfo=UTC)


def init_anchoring(app: Flask) -> None:
    """Register the job."""
    register_job(app, KIND, anchor_daily)


def ask_for_anchors() -> None:
    """Have an anchor kept each day from now on, unless a job does so already."""
    running = select(Job.id).where(Job.kind == KIND, Job.done_at.is_(None), Job.tries < MOST_TRIES)
    if db.session.scalars(running.limit(1)).first() is None:
        queue_job(KIND)


def anchor_daily() -> None:
    """The job, which never ends: keep the anchor of today if nobody has, and be asked again tomorrow (NotYet)."""
    file = settings().anchors
    kept = kept_anchors(file)
    if not kept or kept[-1].moment.date() < today():
        keep(anchor_now(now()), file)
    tomorrow = datetime.combine(today() + timedelta(days=1), JUST_AFTER_MIDNIGHT)
    raise NotYet("the anchor of today is kept", tomorrow - now())


def kept_anchors(file: Path) -> list[Anchor]:
    """The anchors in a file; none when there is no file yet. Raises BadAnchor with the line."""
    return read_anchors(file.read_text("utf-8")) if file.exists() else []


def keep(anchor: Anchor, file: Path) -> None:
    """Add an anchor to the end of a file, and see to it that it is on the disk."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{anchor}\n")
        lines.flush()
        os.fsync(lines.fileno())
