"""Whether verification page, badge and register slow down with the number of certificates.

    .venv/bin/python benchmarks/register.py [FEW] [MANY]

compares two registers, 1 000 and 100 000 certificates unless told otherwise, in one run and in turns. Printed is the
median of each answer at both sizes and their ratio, and, apart, what grows by its nature: counting all rows anew, which
the first reader does after a change, searching for words, and the download of everything. The exit status is 1 when an
answer of the first kind takes twice as long from many certificates as from few.

`LABELAPP_DATABASE_URL_FEW` and `_MANY` name two empty databases to use instead of SQLite in a folder of its own.
"""

import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import insert, select, text

from labelapp.app import create_app
from labelapp.certificates.codes import new_code
from labelapp.certificates.facts import certified_facts
from labelapp.certificates.models import Certificate
from labelapp.certificates.register.counts import MEMORY
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.clusters.portfolios import PORTFOLIOS
from labelapp.events.log import record
from labelapp.extensions import db, schemes
from labelapp.schemes.months import add_months
from labelapp.settings import Settings

LIMIT = 2.0
ROUNDS = 60
_PORTION = 5000
_COUNTRIES = ("DK", "DE", "FR", "PT", "IT", "ES", "FI", "NL", "AT", "BE", "SE", "PL", "GR", "BG", "MT")
_WORDS = (
    "Nord",
    "Süd",
    "Alpen",
    "Βόρειο",
    "Maritime",
    "Photonik",
    "Klaster",
    "Østjysk",
    "Zentral",
    "Мехатроника",
)


def fill(count: int) -> None:
    """Certificates of the last years, entered at once; a hundred of them, spread out, with their event in the log."""
    chance = random.Random(20261126)
    clusters = [
        {"name": f"Cluster {number}", "country": "DK", "place": "Somewhere", "created_at": datetime.now(UTC)}
        for number in range(100)
    ]
    db.session.execute(insert(Cluster), clusters)
    numbers = list(db.session.scalars(select(Cluster.id)))
    made = _rows(count, numbers, chance)
    for _start in range(0, count, _PORTION):
        db.session.execute(
            insert(Certificate), [row for row, _at in zip(made, range(_PORTION), strict=False)]
        )
        db.session.commit()
    step = max(1, count // 100)
    for certificate in db.session.scalars(select(Certificate).where(Certificate.id % step == 0)):
        record("certificate.issued", certificate, facts=certified_facts(certificate))
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def _rows(count: int, clusters: list[int], chance: random.Random) -> Iterator[dict[str, object]]:
    definitions = schemes().latest()
    for number in range(count):
        scheme, start = chance.choice(definitions), today() - timedelta(days=chance.randrange(1, 2500))
        until = add_months(start, 24)
        yield {
            "serial": f"X-{start.year}-{number:06}",
            "code": new_code(),
            "cluster_id": chance.choice(clusters),
            "scheme_code": scheme.code,
            "scheme_version": scheme.version,
            "scheme_name": scheme.name,
            "level": scheme.level,
            "illustrative": scheme.illustrative,
            "award": "first",
            "holder": f"{chance.choice(_WORDS)} {chance.choice(_WORDS)} {chance.randrange(10**6)}",
            "holder_language": "en",
            "place": "Somewhere",
            "country": chance.choice(_COUNTRIES),
            "portfolios": chance.sample(list(PORTFOLIOS), 2),
            "language": "en",
            "assessors": 2,
            "assessed_on": start,
            "valid_from": start,
            "valid_until": until,
            "renewable_until": add_months(until, 12),
            "issued_at": datetime.combine(start, datetime.min.time(), UTC),
            "issuer": "The Label Council",
            "demonstration": False,
            "withdrawn_on": _withdrawn(start, chance),
            "status_reason": "",
        }


def _withdrawn(start: date, chance: random.Random) -> date | None:
    return start + timedelta(days=1) if chance.random() < 0.02 else None


@dataclass
class Side:
    """One of the two registers."""

    app: Flask
    client: FlaskClient
    codes: list[str]


def open_side(count: int, folder: Path, url: str | None) -> Side:
    """An instance with so many certificates."""
    folder.mkdir()
    settings = Settings(
        _env_file=None,
        secret_key="a key for measuring only, long enough",
        password_salt="a salt for measuring only",
        database_url=url or f"sqlite:///{folder / 'measured.db'}",
        storage=folder / "files",
        mail_folder=folder / "mails",
    )
    app = create_app(settings)
    with app.app_context():
        upgrade()
        fill(count)
        step = max(1, count // 100)
        query = select(Certificate.code).where(Certificate.id % step == 0).order_by(Certificate.id)
        codes = list(db.session.scalars(query))
    return Side(app, app.test_client(), codes)


def get(side: Side, address: str) -> float:
    """How long one answer takes, in milliseconds; the client brings no cookies and nothing it has kept."""
    start = time.perf_counter()
    answer = side.client.get(address)
    content = answer.data
    spent = time.perf_counter() - start
    assert answer.status_code == 200, (address, answer.status_code)
    assert content
    return spent * 1000


def one_of(pattern: str) -> Callable[[Side, int], str]:
    """An address about another certificate in each round."""
    return lambda side, number: pattern.format(code=side.codes[number % len(side.codes)])


def always(address: str) -> Callable[[Side, int], str]:
    """The same address in each round."""
    return lambda _side, _number: address


STEADY = {
    "verification page": one_of("/verify/{code}"),
    "badge": one_of("/badge/{code}.svg"),
    "first page of the register": always("/register"),
    "filtered: level": always("/register?level=gold"),
    "filtered: country, level": always("/register?country=MT&level=gold&level=silver"),
    "filtered: field": always("/register?field=maritime"),
    "JSON, first page": always("/register.json"),
    "feed": always("/register.atom"),
}
GROWING = {
    "by the end of validity": always("/register?sort=until"),
    "newest first": always("/register?sort=newest"),
    "search for a word": always("/register?q=photonik"),
    "download of all": always("/register.csv?status=valid"),
}


def compare(few: Side, many: Side, address: Callable[[Side, int], str], rounds: int) -> tuple[float, float]:
    """The medians of both sides, measured in turns so that whatever else the machine does meets both."""
    for side in (few, many):
        get(side, address(side, 0))
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for side, found in zip((few, many), times, strict=True):
            found.append(get(side, address(side, number)))
    return statistics.median(times[0]), statistics.median(times[1])


def after_a_change(side: Side) -> float:
    """The register for the first reader after a change, who has all rows counted anew."""
    side.app.extensions.pop(MEMORY, None)
    return get(side, "/register")


def say(what: str, times: tuple[float, float]) -> float:
    """Print a line; return the ratio."""
    ratio = times[1] / times[0]
    print(f"{what:32} {times[0]:9.1f} ms {times[1]:9.1f} ms {ratio:8.2f}")
    return ratio


def main() -> int:
    """Measure and print."""
    sizes = [int(argument) for argument in sys.argv[1:3]] or [1000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        few, many = (
            open_side(size, Path(folder) / name, os.environ.get(f"LABELAPP_DATABASE_URL_{name}"))
            for size, name in zip(sizes, ("FEW", "MANY"), strict=True)
        )
        gc.collect()
        print(f"{'':32} {sizes[0]:9} {sizes[1]:12} {'ratio':>11}")
        ratios = [say(what, compare(few, many, address, ROUNDS)) for what, address in STEADY.items()]
        print("\nWhat grows with the number of rows:")
        say("register after a change", (after_a_change(few), after_a_change(many)))
        for what, address in GROWING.items():
            say(what, compare(few, many, address, 5))
    worst = max(ratios)
    print(f"\nlargest ratio: {worst:.2f}; at most {LIMIT} is allowed")
    return int(worst >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
