"""Saving one answer: the full stack beside the least that its libraries need, in one run.

Both run under gunicorn with 2 workers of 4 threads on SQLite that writes to the disk before it acknowledges; 8
people save one answer after the other. The full stack checks session, token and rights, keeps every version and
answers with the score of the indicator, on a Gold questionnaire that is answered as a whole.
Turns are taken, so that whatever else the machine does meets both.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import CLIENTS, Place, Seen, save_for
from labelapp.app import create_app
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from tests.databases import migrate
from tests.e2e.client import Client
from tests.factories.accounts import make_user
from tests.factories.assessments import answer_all, complete_answers, make_assessment
from tests.factories.clusters import add_member, make_cluster
from tests.servers import free_port, running_server
from tests.settings import test_settings

FIELDS = (
    ("1.3", "committed"),
    ("1.4", "near"),
    ("2.5", "left"),
    ("2.6", "joined"),
    ("2.8", "met"),
    ("2.9", "projects"),
    ("4.3", "actions"),
    ("4.9", "reached"),
)
ROUNDS = 5
SECONDS = 4.0
LEAST_THROUGHPUT = 0.5
MOST_P99 = 5.0


def main() -> int:
    """Measure and print; exit status 1 when a limit is missed."""
    with tempfile.TemporaryDirectory(prefix="labelapp-bench-") as folder:
        full, least = _measure(Path(folder))
    throughput = full.per_second / least.per_second
    tail = full.percentile(99) / full.percentile(50)
    print(f"{'':12}{'a second':>10}{'p50 ms':>10}{'p99 ms':>10}")
    for name, seen in (("full stack", full), ("minimal", least)):
        print(f"{name:12}{seen.per_second:>10.0f}{seen.percentile(50):>10.1f}{seen.percentile(99):>10.1f}")
    print(f"throughput: {throughput:.2f} of the minimal app's (at least {LEAST_THROUGHPUT})")
    print(f"p99 of the full stack: {tail:.1f} times its p50 (under {MOST_P99})")
    return 0 if throughput >= LEAST_THROUGHPUT and tail < MOST_P99 else 1


def _measure(folder: Path) -> tuple[Seen, Seen]:
    full, least = Seen(), Seen()
    with _full_stack(folder) as places, _minimal(folder) as minimal_places:
        for _round in range(ROUNDS):
            least.add(save_for(minimal_places, SECONDS))
            full.add(save_for(places, SECONDS))
    return full, least


@contextmanager
def _full_stack(folder: Path) -> Iterator[list[Place]]:
    url = f"sqlite:///{folder / 'labelapp.db'}"
    migrate(url, folder)
    emails, assessment_id = _questionnaire(url, folder)
    with running_server(url, folder) as server:
        yield [
            _signed_in(server.port, email, f"/assessments/{assessment_id}/indicators/{code}/autosave", field)
            for email, (code, field) in zip(emails, FIELDS, strict=True)
        ]


def _questionnaire(url: str, folder: Path) -> tuple[list[str], int]:
    """A Gold self-assessment answered as a whole but for the fields of the clients; the people who answer."""
    app = create_app(test_settings(url, folder))
    with app.app_context():
        cluster = make_cluster()
        people = [make_user() for _number in range(CLIENTS)]
        for person in people:
            add_member(cluster, person, TeamRole.CONTRIBUTOR)
        assessment = make_assessment(cluster, people[0])
        answers = complete_answers()
        for code, field in FIELDS:
            del answers[code][field]
        answer_all(assessment, answers, people[0])
        db.session.commit()
        found = [person.email for person in people], assessment.id
        db.engine.dispose()
    return found


def _signed_in(port: int, email: str, address: str, field: str) -> Place:
    client = Client(port).sign_in(email)
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    headers = {"Cookie": cookies, "X-CSRFToken": client.token, "Accept": "application/json"}
    return Place(port, address, headers, field)


@contextmanager
def _minimal(folder: Path) -> Iterator[list[Place]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2",
         "--worker-class", "gthread", "--threads", "4", "--preload", "--no-control-socket",
         "--log-level", "warning", "benchmarks.minimal:create_app()"],
        env={**os.environ, "MINIMAL_DATABASE": str(folder / "minimal.db")},
    )  # fmt: skip
    try:
        cookie = _cookie(f"http://127.0.0.1:{port}/login")
        yield [Place(port, f"/answers/{number + 1}", {"Cookie": cookie}) for number in range(CLIENTS)]
    finally:
        process.terminate()
        process.wait()


def _cookie(url: str) -> str:
    for _try in range(100):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                found = re.match(r"[^;]+", answer.headers["Set-Cookie"])
                return found[0] if found else ""
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the minimal app did not start")


if __name__ == "__main__":
    sys.exit(main())
