"""Starts workers again and again within a moment, for tests that kill them: each start is a fork of this process.

Reads a line for each start and writes the id of the process that became the worker. Between two starts the clock goes
on by more than the time after which a worker that is gone counts as lost.
"""

import os
import signal
import sys
from datetime import UTC, datetime

from labelapp.app import create_app
from labelapp.certificates.batches.running import resume_unfinished
from labelapp.clock import set_clock
from labelapp.documents.certificate import certificate_pdf
from labelapp.documents.sealing import seal
from labelapp.events.jobs import LOST_AFTER, run_waiting
from labelapp.extensions import db
from tests.documents.samples import GOLD

MORNING = datetime(2026, 11, 26, 8, tzinfo=UTC)


def main() -> None:
    """Start a worker for each line of the standard input, until it ends."""
    app = create_app()
    with app.app_context():
        seal(certificate_pdf(GOLD))  # fonts, style sheets and the key are read once, not by each worker
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for number, _line in enumerate(sys.stdin, 1):
        process = os.fork()
        if process == 0:
            since = datetime.now(UTC)
            begin = MORNING + number * LOST_AFTER
            set_clock(app, lambda since=since, begin=begin: begin + (datetime.now(UTC) - since))
            with app.app_context():
                resume_unfinished()
                db.session.commit()
                run_waiting()
            os._exit(0)
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()
