"""A worker that is killed again and again does every certificate of a batch once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from labelapp.app import create_app
from labelapp.certificates.batches.models import Batch, BatchItem, BatchKind, BatchState, ItemState
from labelapp.certificates.models import Certificate, SerialCounter
from labelapp.certificates.printing import certificate_file
from labelapp.certificates.status import status_of
from labelapp.certificates.verification.examining import Kind, examine
from labelapp.clock import set_clock
from labelapp.events.models import OutboxMail
from labelapp.events.verifying import verify_log
from labelapp.extensions import db
from labelapp.schemes.validity import Status
from tests.factories.accounts import make_user
from tests.factories.batches import make_batch, make_renamed
from tests.servers import Server
from tests.settings import test_settings
from tests.workers import MORNING

CERTIFICATES, KILLS = 300, 10
PATIENCE = 120


class Workers:
    """Workers on one database, one after the other, each a fork of a process that has everything loaded."""

    def __init__(self, database_url: str, folder: Path) -> None:
        settings = Server(database_url, folder).settings() | {
            "LABELAPP_PRINTING_PROCESSES": "1",
            "LABELAPP_PUBLIC_URL": "http://localhost",
        }
        self.log = (folder / "workers.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from tests.workers import main; main()"],
            env={**os.environ, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def start(self) -> int:
        """Start the next one; its process id."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("start\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self) -> None:
        """End the process that starts them; the last worker ends when nothing is left to do."""
        self.process.kill()
        self.process.communicate()
        self.log.close()


@pytest.fixture
def workers(own_database_url: str, tmp_path: Path) -> Iterator[tuple[Workers, Flask]]:
    """Workers that are not started, and an app on the same database whose clock stands."""
    app = create_app(test_settings(own_database_url, tmp_path))
    set_clock(app, lambda: MORNING)
    found = Workers(own_database_url, tmp_path)
    yield found, app
    found.close()
    with app.app_context():
        db.engine.dispose()


def done(app: Flask) -> int:
    """How many items are done, as somebody else sees it."""
    with app.app_context():
        query = select(func.count(BatchItem.id)).where(BatchItem.state == ItemState.DONE)
        number = db.session.scalar(query) or 0
        db.session.rollback()
        return number


def wait_for(app: Flask, number: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while done(app) < number:
        assert time.monotonic() < deadline, "the worker does not go on"
        time.sleep(0.02)


def test_worker_killed_ten_times_issues_each_certificate_once(workers: tuple[Workers, Flask]) -> None:
    starter, app = workers
    with app.app_context():
        make_batch(BatchKind.REISSUE, make_renamed(CERTIFICATES, make_user()))
    chance = random.Random(20261126)
    for kill in range(1, KILLS + 1):
        process = starter.start()
        wait_for(app, kill * CERTIFICATES // (KILLS + 2))
        time.sleep(chance.uniform(0, 0.15))
        os.kill(process, signal.SIGKILL)
    assert done(app) < CERTIFICATES, "the kills came too late to say anything"
    starter.start()
    wait_for(app, CERTIFICATES)
    with app.app_context():
        _check_the_end()


def _check_the_end() -> None:
    issued = list(db.session.scalars(select(Certificate).order_by(Certificate.id)))
    expected = [f"G-2026-{number:04d}" for number in range(1, 2 * CERTIFICATES + 1)]
    assert [one.serial for one in issued] == expected, "a serial is missing, or was given twice"
    assert db.session.scalars(select(SerialCounter.last)).one() == 2 * CERTIFICATES
    old, new = issued[:CERTIFICATES], issued[CERTIFICATES:]
    assert [one.supersedes_id for one in new] == [one.id for one in old]
    assert all(status_of(one, MORNING.date()) is Status.SUPERSEDED for one in old)
    for one in new:
        found = examine(certificate_file(one))
        assert (found.kind, found.certificate) == (Kind.GENUINE, one)
    assert all(len(set(values)) == CERTIFICATES for values in zip(*map(_own, new), strict=True))
    subjects = list(db.session.scalars(select(OutboxMail.subject).order_by(OutboxMail.id)))
    told = [subject for subject in subjects if "G-2026" in subject]
    assert len(told) == CERTIFICATES, "somebody got no mail, or two"
    assert all(one.serial in subject for one, subject in zip(new, told, strict=True))
    deadline = time.monotonic() + PATIENCE
    while db.session.scalars(select(Batch.state)).one() is not BatchState.DONE:
        db.session.rollback()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert verify_log() == []


def _own(certificate: Certificate) -> tuple[str | None, str, int | None]:
    return certificate.pdf_sha256, certificate.code, certificate.status_index
