"""How long it takes to import 10,000 members: reading the file, the preview, the job. SQLite in a folder of its own.

    .venv/bin/python benchmarks/import_members.py [ROWS]

`LABELAPP_DATABASE_URL` names an empty database to use instead. Exit status 1 when the sum is 10 seconds or more.
"""

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask_migrate import upgrade

from labelapp.accounts.operations import create_account
from labelapp.app import create_app
from labelapp.clusters.operations import Facts, create_cluster
from labelapp.dataroom.importing import check_rows, prepare_import, start_import
from labelapp.dataroom.kinds import MEMBERS
from labelapp.dataroom.queries import Shelf
from labelapp.dataroom.tables import read_table
from labelapp.events.jobs import run_waiting
from labelapp.extensions import db
from labelapp.settings import Settings

LIMIT = 10


def members(rows: int) -> bytes:
    """A list as a cluster organisation keeps it."""
    lines = ["No;Name;Country;Kind;NUTS;Joined;Committed"]
    lines += [
        f"{number};Member {number} GmbH;Germany;SME;DE300;{number % 28 + 1:02}.03.2019;yes"
        for number in range(rows)
    ]
    return "\n".join(lines).encode()


def timed(what: str, work: Callable[[], Any]) -> tuple[float, Any]:
    """Run `work` and say how long it took."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{what:32} {seconds:6.2f} s")
    return seconds, result


def measure(rows: int) -> float:
    """Import so many members twice; return the seconds of the first import."""
    user = create_account("Mette Lindholt", "mette@people.example")
    facts = Facts(name="Measured", country="DE", place="Berlin", portfolios=("maritime",), language="en")
    cluster = create_cluster(facts)
    db.session.commit()
    shelf = Shelf(cluster, MEMBERS)
    file = io.BytesIO(members(rows))
    reading, table = timed("read the file", lambda: read_table(file))
    keeping, prepared = timed("keep it", lambda: prepare_import(shelf, "members.csv", table, user))
    preview, _checked = timed("preview", lambda: check_rows(prepared))
    start_import(prepared, user, without_refused=False)
    db.session.commit()
    running, _ended = timed("import", run_waiting)
    assert prepared.outcome["new"] == rows, prepared.outcome
    again = prepare_import(shelf, "members.csv", table, user)
    _seconds, checked = timed("preview of the same list again", lambda: check_rows(again))
    assert checked.unchanged == rows
    return reading + keeping + preview + running


def main() -> int:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        url = os.environ.get("LABELAPP_DATABASE_URL", f"sqlite:///{place / 'measured.db'}")
        settings = Settings(
            _env_file=None,
            secret_key="a key for measuring only, long enough",
            password_salt="a salt for measuring only",
            database_url=url,
            storage=place / "files",
            mail_folder=place / "mails",
        )
        app = create_app(settings)
        with app.test_request_context():
            upgrade()
            seconds = measure(rows)
    print(f"{'in all':32} {seconds:6.2f} s for {rows} members")
    return int(seconds >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
