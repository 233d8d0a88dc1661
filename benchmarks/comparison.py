"""What a comparison with many costs beside NumPy, which computes the same quantiles from arrays in memory.

    .venv/bin/python benchmarks/comparison.py [CLUSTERS ...]

For 1 000, 10 000 and 100 000 cluster organisations unless told otherwise, each with a submission of the 36 indicators
of Bronze and every other one with that of a cycle before, in an SQLite database of its own: all that the page of a
cluster shows beside the largest group (`compare`), in turns with `numpy.quantile` over float arrays of the same values.
NumPy gets the quantiles only: no means, shares, percentiles, no rights, and nothing exact. The exit status is 1 when
the comparison with the most clusters takes more than twice NumPy's time, or when a consent that is withdrawn is not
heeded by the very next comparison.

Printed too is what does not happen on each request: forming blocks and making their columns on a report date, the first
comparison of a process, and the first one after a further report date.
"""

import gc
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from flask import Flask
from flask_migrate import upgrade
from numpy.typing import NDArray
from sqlalchemy import func, insert, select, text

from labelapp.accounts.models import User
from labelapp.app import create_app
from labelapp.assessments.models import Assessment, AssessmentState, Submission
from labelapp.assessments.snapshot import (
    ClusterFacts,
    IndicatorFacts,
    PersonFacts,
    SchemeFacts,
    Snapshot,
    TotalFacts,
    as_json,
)
from labelapp.benchmarks.cells import before, change, part, value
from labelapp.benchmarks.comparison import Comparison, Wish, compare
from labelapp.benchmarks.following import current_table, init_following
from labelapp.benchmarks.models import BenchmarkBlock, BlockColumns, BlockMember
from labelapp.benchmarks.operations import renew_blocks
from labelapp.benchmarks.values import topics_of
from labelapp.clock import today
from labelapp.clusters.models import Cluster, ClusterPortfolio
from labelapp.clusters.portfolios import PORTFOLIOS
from labelapp.extensions import db, schemes
from labelapp.schemes.definition import Indicator, Scheme
from labelapp.schemes.field_types import parts
from labelapp.settings import Settings

LIMIT = 2.0
ROUNDS = 15
SCHEME = "cme-bronze"
SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
NEW = 60
_PORTION = 2000
_COUNTRIES = ("DK", "DE", "FR", "PT", "IT", "ES", "FI", "NL", "AT", "BE", "SE", "PL", "GR", "BG", "MT")
Arrays = list[tuple[NDArray[np.float64], tuple[float, ...]]]


@dataclass
class Side:
    """An instance with so many cluster organisations."""

    app: Flask
    count: int
    chance: random.Random = field(default_factory=lambda: random.Random(20261126))


def open_side(count: int, folder: Path) -> Side:
    """The instance, filled, before its first report date."""
    folder.mkdir()
    settings = Settings(
        _env_file=None,
        secret_key="a key for measuring only, long enough",
        password_salt="a salt for measuring only",
        database_url=f"sqlite:///{folder / 'measured.db'}",
        storage=folder / "files",
        mail_folder=folder / "mails",
    )
    side = Side(create_app(settings), count)
    with side.app.app_context():
        upgrade()
        db.session.add(
            User(
                id=1,
                name="Somebody",
                email="somebody@example.org",
                fs_uniquifier="x",
                created_at=datetime.now(UTC),
            )
        )
        db.session.commit()
        for start in range(0, count, _PORTION):
            enter(side, min(_PORTION, count - start), agree=True)
        enter(side, 1, agree=False)
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return side


def enter(side: Side, count: int, *, agree: bool) -> None:
    """So many more cluster organisations with what they submitted."""
    chance, scheme = side.chance, schemes().get(SCHEME)
    first = (db.session.scalar(select(func.max(Cluster.id))) or 0) + 1
    numbers = range(first, first + count)
    founded = [today() - timedelta(days=chance.randrange(300, 8000)) for _number in numbers]
    clusters = [
        _cluster(number, chance, day, agree=agree) for number, day in zip(numbers, founded, strict=True)
    ]
    fields = [
        {"cluster_id": number, "portfolio": code}
        for number in numbers
        for code in chance.sample(list(PORTFOLIOS), 2)
    ]
    cycles = [number for number in numbers if number % 2] + list(numbers)
    assessments, submissions = [], []
    last = db.session.scalar(select(func.max(Assessment.id))) or 0
    for place, number in enumerate(cycles, last + 1):
        assessments.append(_assessment(place, number, scheme))
        submissions.append(
            {
                "assessment_id": place,
                "content": as_json(_snapshot(place, scheme, chance)),
                "sha256": f"{place:064}",
                "submitted_at": datetime.now(UTC) - timedelta(days=chance.randrange(1, 700)),
                "confirmed_by_id": 1,
            }
        )
    for table, rows in ((Cluster, clusters), (ClusterPortfolio, fields), (Assessment, assessments)):
        db.session.execute(insert(table), rows)
    db.session.execute(insert(Submission), submissions)
    db.session.commit()


def _cluster(number: int, chance: random.Random, founded_on: date, *, agree: bool) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"Cluster {number}",
        "country": chance.choice(_COUNTRIES),
        "place": "Somewhere",
        "founded_on": founded_on,
        "benchmark_consent": agree,
        "created_at": datetime.now(UTC),
    }


def _assessment(number: int, cluster_id: int, scheme: Scheme) -> dict[str, Any]:
    return {
        "id": number,
        "cluster_id": cluster_id,
        "scheme_code": scheme.code,
        "scheme_version": scheme.version,
        "scheme_hash": scheme.content_hash,
        "state": AssessmentState.SUBMITTED,
        "started_at": datetime.now(UTC),
        "started_by_id": 1,
    }


def _snapshot(number: int, scheme: Scheme, chance: random.Random) -> Snapshot:
    """Answers to all that is compared, one in twenty left out; amounts to the cent, counts, and ratios."""
    answers: dict[str, dict[str, Any]] = {}
    facts = {}
    for indicator in scheme.indicators.values():
        given, measure = _answer(indicator, chance)
        answers[indicator.code] = given
        facts[indicator.code] = IndicatorFacts(
            points="1", max="1", minimum_met=None, measure=measure, scored=True, status="scored", evidence=[]
        )
    return Snapshot(
        assessment_id=number,
        started_at=datetime.now(UTC),
        cluster=ClusterFacts(
            id=1, name="Cluster", name_language="en", language="en", country="DK", place="Somewhere",
            founded_on=None, website=None, portfolios=[],
        ),
        scheme=SchemeFacts(code=scheme.code, version=scheme.version, hash=scheme.content_hash),
        answers=answers,
        indicators=facts,
        total=TotalFacts(points="36", max="36", percent="100"),
        confirmed_by=PersonFacts(id=1, name="Somebody"),
        confirmed_at=datetime.now(UTC),
    )  # fmt: skip


def _answer(indicator: Indicator, chance: random.Random) -> tuple[dict[str, Any], str | None]:
    compared = indicator.benchmark
    if compared is None or chance.random() < 0.05:
        return {}, None
    if compared.kind == "value":
        number = _number(compared.unit, chance)
        return ({}, number) if compared.of == "measure" else ({compared.of: number}, None)
    return {
        compared.of: {one.code: chance.randrange(0, 60) for one in parts(indicator.field(compared.of))}
    }, None


def _number(unit: str, chance: random.Random) -> str:
    if unit == "percent":
        of = chance.randrange(5, 400)
        return f"{100 * chance.randrange(0, of + 1)}/{of}"
    if unit == "euro":
        return f"{chance.lognormvariate(12, 1):.2f}"
    return str(round(chance.lognormvariate(3, 1)))


def timed(work: Callable[[], Any]) -> float:
    """How long something takes, in milliseconds."""
    gc.collect()
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def compared(side: Side) -> Comparison:
    """What the page of one cluster organisation shows beside all others, in a context of its own as a request has."""
    with side.app.app_context():
        own = db.session.scalars(select(Cluster).where(Cluster.id == side.count + 1)).one()
        found = compare(own, Wish("all"))
        assert found is not None
        assert found.chosen.key == "all"
        return found


def as_floats(side: Side) -> Arrays:
    """The arrays of which NumPy computes quantiles, and which: all of each value, the medians of trends and parts."""
    with side.app.app_context():
        table, topics = current_table(), topics_of(schemes().get(SCHEME))
    every = []
    for topic in topics:
        if topic.kind == "value":
            every.append((table.column(value(topic.code)), table.column(value(topic.code)).given, SHARES))
            both = table.column(change(topic.code)).given
            every += [(table.column(name(topic.code)), both, (0.5,)) for name in (before, value, change)]
        elif topic.kind == "profile":
            columns = [table.column(part(topic.code, code)) for code, _label in topic.parts]
            every += [(column, column.given, (0.5,)) for column in columns]
    return [(np.array([float(one) for one in column.values(rows)]), shares) for column, rows, shares in every]


def quantiles(arrays: Arrays) -> list[Any]:
    """What NumPy computes."""
    return [np.quantile(array, shares) for array, shares in arrays]


def size_of(side: Side) -> tuple[float, float]:
    """The columns in memory and in the database, in MB."""
    with side.app.app_context():
        table = current_table()
        arrays = [table.keys, table.sizes, table.clusters, table.moments, *table.traits.values()]
        for column in table.columns.values():
            arrays += [column.numerators, column.denominators, column.order]
        kept = db.session.scalar(select(func.sum(func.length(BlockColumns.content)))) or 0
    return sum(array.nbytes for array in arrays) / 1e6, kept / 1e6


def report_date(side: Side) -> int:
    """Form blocks and make their columns, as the worker does; return how many there are."""
    with side.app.app_context():
        renew_blocks(today())
        db.session.commit()
        return db.session.scalar(select(func.count()).select_from(BenchmarkBlock)) or 0


def new_block(side: Side) -> None:
    """Some more who submit and agree."""
    with side.app.app_context():
        enter(side, NEW, agree=True)


def withdraw_one(side: Side) -> bool:
    """Whether the block of a cluster that withdraws its consent is out with the very next comparison."""
    was = compared(side).chosen.n
    with side.app.app_context():
        member = db.session.scalars(select(BlockMember).order_by(BlockMember.submission_id).limit(1)).one()
        mates = db.session.scalar(
            select(func.count()).select_from(BlockMember).where(BlockMember.block_id == member.block_id)
        )
        db.session.get_one(Cluster, member.cluster_id).benchmark_consent = False
        db.session.commit()
    return compared(side).chosen.n == was - (mates or 0)


def grown() -> float:
    """The most that this process ever needed, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(count: int, folder: Path) -> Iterator[tuple[str, float, str]]:
    """All that is measured with so many clusters: name, number, unit."""
    side = open_side(count, folder)
    yield "report date: blocks and columns", timed(lambda: report_date(side)) / 1000, "s"
    init_following(side.app)
    yield "first comparison of a process", timed(lambda: compared(side)), "ms"
    arrays = as_floats(side)
    ours, theirs = [], []
    for _round in range(ROUNDS):
        ours.append(timed(lambda: compared(side)))
        theirs.append(timed(lambda: quantiles(arrays)))
    yield "comparison", statistics.median(ours), "ms"
    yield "NumPy, the same quantiles", statistics.median(theirs), "ms"
    yield "ratio", statistics.median(ours) / statistics.median(theirs), ""
    memory, kept = size_of(side)
    yield "columns in memory", memory, "MB"
    yield "columns in the database", kept, "MB"
    new_block(side)
    yield f"report date with {NEW} more", timed(lambda: report_date(side)) / 1000, "s"
    yield "comparison that follows it", timed(lambda: compared(side)), "ms"
    yield "withdrawn consent heeded", withdraw_one(side), ""
    yield "process at its largest", grown(), "MB"


def main() -> int:
    """Measure and print."""
    sizes = sorted(int(argument) for argument in sys.argv[1:]) or [1000, 10_000, 100_000]
    is_kept, ratio = True, 0.0
    with tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            print(f"\n{count} cluster organisations", flush=True)
            for name, number, unit in measure(count, Path(folder) / str(count)):
                print(f"  {name:34} {number:10.2f} {unit}", flush=True)
                ratio = number if name == "ratio" else ratio
                is_kept &= name != "withdrawn consent heeded" or number == 1
    print(f"\nratio with {sizes[-1]}: {ratio:.2f}; at most {LIMIT} is allowed")
    return int(ratio > LIMIT or not is_kept)


if __name__ == "__main__":
    sys.exit(main())
