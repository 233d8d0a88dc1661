"""What a comparison with many costs beside NumPy, which computes the same quantiles from arrays in memory.

    .venv/bin/python -m benchmarks.comparison [CLUSTERS ...]

For 1 000, 10 000 and 100 000 cluster organisations unless told otherwise, each with a submission of the 36 indicators
of Bronze and every other one with that of a cycle before, in blocks, in an SQLite database of its own: all that the
page of a cluster shows beside the largest group (`compare`), in turns with `numpy.quantile` over float arrays that hold
the same values. NumPy gets the quantiles only: no means, shares, choices, percentiles, and nothing exact. The exit
status is 1 when the comparison with the most clusters takes more than twice NumPy's time, or when a consent that is
withdrawn is not heeded by the very next comparison.

Printed too is what does not happen on each request: the first comparison of a process, a report date with some more
submissions, and the first comparison after it. The many have their columns, but no answers beside them, which no
comparison reads; and beyond 20 000 what one submitted is what another one did.
"""

import gc
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from benchmarks.portfolio import SCHEME, Side, enter_whole, open_side
from labelapp.benchmarks.cells import before, change, part, value
from labelapp.benchmarks.comparison import Comparison, Wish, compare
from labelapp.benchmarks.following import current_table
from labelapp.benchmarks.models import BlockColumns, BlockMember
from labelapp.benchmarks.operations import renew_blocks
from labelapp.benchmarks.values import topics_of
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.extensions import db, schemes

LIMIT = 2.0
ROUNDS = 15
SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
NEW = 60
Arrays = list[tuple[NDArray[np.float64], tuple[float, ...]]]


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
    return [(np.divide(*column.read(rows)), shares) for column, rows, shares in every]


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


def report_date(side: Side) -> None:
    """Form blocks and make their columns, as the worker does."""
    with side.app.app_context():
        renew_blocks(today())
        db.session.commit()


def new_block(side: Side) -> None:
    """Some more who submit and agree."""
    with side.app.app_context():
        enter_whole(side, NEW, agree=True)


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
