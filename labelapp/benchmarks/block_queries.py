"""Reading blocks: which there are, which of them answer, and their columns."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Executable, case, func, not_, or_, select

from labelapp.assessments.models import Submission
from labelapp.benchmarks.cells import cells
from labelapp.benchmarks.columns.storing import FORMAT, from_bytes
from labelapp.benchmarks.columns.table import Row, Table
from labelapp.benchmarks.models import BenchmarkBlock, BlockColumns, BlockMember
from labelapp.benchmarks.queries import contributions, in_batches, latest_submissions, window_start
from labelapp.clusters.models import Cluster
from labelapp.extensions import db

BLOCKS_AT_ONCE = 50


def fingerprint() -> int:
    """A number that is another one whenever a block was formed or ended: the sum of the keys that blocks drew."""
    current = select(func.sum(BenchmarkBlock.key)).where(BenchmarkBlock.ended_on.is_(None))
    return int(db.session.scalar(current) or 0)


def current_keys() -> dict[int, int | None]:
    """The keys of the blocks that have not ended, with the number of the columns that hold them."""
    query = select(BenchmarkBlock.key, BenchmarkBlock.columns_id).where(BenchmarkBlock.ended_on.is_(None))
    return {row.key: row.columns_id for row in db.session.execute(query)}


def columns_kept(numbers: Iterable[int | None]) -> Iterator[Table]:
    """Columns by their numbers, one after the other; those that are kept in another format are left out."""
    wanted = sorted({number for number in numbers if number is not None})
    query = select(BlockColumns.content).where(BlockColumns.id.in_(wanted), BlockColumns.format == FORMAT)
    yield from map(from_bytes, db.session.scalars(query.execution_options(yield_per=1)))


def blocks_without_columns() -> list[BenchmarkBlock]:
    """The current blocks whose columns are not kept, or in another format."""
    query = (
        select(BenchmarkBlock)
        .outerjoin(BlockColumns, BlockColumns.id == BenchmarkBlock.columns_id)
        .where(
            BenchmarkBlock.ended_on.is_(None), or_(BlockColumns.id.is_(None), BlockColumns.format != FORMAT)
        )
        .order_by(BenchmarkBlock.id)
    )
    return list(db.session.scalars(query))


def blocks_without_consent() -> list[int]:
    """The keys of the current blocks of which a cluster does not agree any more."""
    query = (
        select(BenchmarkBlock.key)
        .join(BlockMember, BlockMember.block_id == BenchmarkBlock.id)
        .join(Cluster, Cluster.id == BlockMember.cluster_id)
        .where(not_(Cluster.benchmark_consent), BenchmarkBlock.ended_on.is_(None))
        .distinct()
    )
    return list(db.session.scalars(query))


def blocks_that_are_over() -> list[BenchmarkBlock]:
    """The current blocks that do not answer any more, or all of whose clusters have submitted anew."""
    latest = latest_submissions()
    is_silent = or_(not_(Cluster.benchmark_consent), Submission.submitted_at < window_start())
    is_older = latest.c.submission_id > BlockMember.submission_id
    states = (
        select(BlockMember.block_id)
        .join(BenchmarkBlock, BenchmarkBlock.id == BlockMember.block_id)
        .join(Cluster, Cluster.id == BlockMember.cluster_id)
        .join(Submission, Submission.id == BlockMember.submission_id)
        .join(latest, latest.c.cluster_id == BlockMember.cluster_id)
        .where(BenchmarkBlock.ended_on.is_(None))
        .group_by(BlockMember.block_id)
        .having(
            or_(func.max(case((is_silent, 1), else_=0)) == 1, func.min(case((is_older, 1), else_=0)) == 1)
        )
    )
    return list(db.session.scalars(select(BenchmarkBlock).where(BenchmarkBlock.id.in_(states))))


def read_tables(keys: Iterable[int]) -> Iterator[Table]:
    """Blocks by their keys as tables, made of their submissions, some blocks at a time."""
    for some in in_batches(sorted(keys), BLOCKS_AT_ONCE):
        members = db.session.execute(_members(some)).all()
        numbers = {one.submission_id for one in members} | {one.earlier_id for one in members} - {None}
        read = dict(contributions(sorted(numbers)))
        found: dict[int, list[Row]] = {}
        for one in members:
            values = cells(read[one.submission_id], read.get(one.earlier_id))
            row = Row(one.cluster_id, one.traits, values, one.submitted_at)
            found.setdefault(one.key, []).append(row)
        yield Table.of(found.items())


def _members(keys: list[int]) -> Executable:
    return (
        select(
            BenchmarkBlock.key,
            BlockMember.submission_id,
            BlockMember.cluster_id,
            BlockMember.earlier_id,
            BlockMember.traits,
            Submission.submitted_at,
        )
        .join(BenchmarkBlock, BenchmarkBlock.id == BlockMember.block_id)
        .join(Submission, Submission.id == BlockMember.submission_id)
        .where(BenchmarkBlock.key.in_(keys))
        .order_by(BlockMember.block_id, BlockMember.submission_id)
    )
