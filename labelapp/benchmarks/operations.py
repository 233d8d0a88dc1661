"""Report dates: forming the blocks in which submissions enter comparisons, and ending those that are over."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from labelapp.benchmarks.block_queries import blocks_that_are_over, blocks_without_columns, read_tables
from labelapp.benchmarks.columns.storing import FORMAT, to_bytes
from labelapp.benchmarks.columns.table import EMPTY
from labelapp.benchmarks.disclosure.blocks import Candidate, form_blocks
from labelapp.benchmarks.models import BenchmarkBlock, BlockColumns, BlockMember, ReportDate
from labelapp.benchmarks.queries import Waiting, entry_start, minimum_group, waiting_submissions
from labelapp.events.log import record
from labelapp.extensions import db

MONTHS = (1, 4, 7, 10)
PATIENCE = timedelta(days=365)
BLOCKS_TOGETHER = 1000


def report_dates_due(day: date) -> Iterable[int]:
    """The number of the quarter (as 20264) on whose first day or after it blocks have to be renewed; none when done."""
    month = max(month for month in MONTHS if month <= day.month)
    start = date(day.year, month, 1)
    done = select(ReportDate.id).where(ReportDate.day >= start)
    return [] if db.session.scalar(done.limit(1)) else [day.year * 10 + MONTHS.index(month) + 1]


def renew_quarter(_quarter: int, day: date) -> None:
    """The daily step."""
    renew_blocks(day)


def renew_blocks(day: date) -> ReportDate:
    """End the blocks that are over, and put submissions that wait into new ones.

    A block is over when one of its clusters withdrew its consent or one of its submissions left the window: at once
    it was out of every group, now it is so for good. It is over too when all its clusters have submitted anew. Its
    submissions never enter another block, for that would tell by difference who left; its clusters come back with
    their next submission. A mixed block is formed only of submissions older than a year.
    """
    minimum = minimum_group()
    ended = _end_blocks(day)
    report = db.session.scalar(select(ReportDate).where(ReportDate.day == day)) or ReportDate(day=day)
    db.session.add(report)
    db.session.flush()
    waiting = {one.submission_id: one for one in waiting_submissions(entry_start())}
    candidates = [
        Candidate(one.submission_id, one.traits, day - one.submitted_on > PATIENCE)
        for one in waiting.values()
    ]
    formed = [
        _enter([waiting[one.key] for one in block], day) for block in form_blocks(candidates, minimum + 1)
    ]
    db.session.flush()
    keep_columns(formed)
    record("benchmark.renewed", report, formed=len(formed), ended=ended)
    return report


def columns_due(_day: date) -> Iterable[int]:
    """The number of current blocks whose columns have to be made: after an upgrade, or where a release changed them."""
    missing = len(blocks_without_columns())
    return [missing] if missing else []


def make_columns(_missing: int, _day: date) -> None:
    """The daily step."""
    keep_columns(blocks_without_columns())


def keep_columns(blocks: Sequence[BenchmarkBlock]) -> None:
    """Make the columns of blocks and keep them beside them, so that no process has to read their submissions again."""
    for start in range(0, len(blocks), BLOCKS_TOGETHER):
        together = blocks[start : start + BLOCKS_TOGETHER]
        table = EMPTY.joined(*read_tables(block.key for block in together))
        kept = BlockColumns(format=FORMAT, content=to_bytes(table))
        db.session.add(kept)
        db.session.flush()
        for block in together:
            block.columns_id = kept.id
    db.session.flush()


def _end_blocks(day: date) -> int:
    over = blocks_that_are_over()
    for block in over:
        block.ended_on = day
    db.session.flush()
    return len(over)


def _enter(members: list[Waiting], day: date) -> BenchmarkBlock:
    block = BenchmarkBlock(
        formed_on=day,
        members=[
            BlockMember(
                submission_id=one.submission_id,
                cluster_id=one.cluster_id,
                earlier_id=one.earlier_id,
                traits=sorted(map(str, one.traits)),
            )
            for one in members
        ],
    )
    db.session.add(block)
    return block
