"""Each process follows the blocks: it reads what is new, once, and makes itself what is not kept."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from labelapp.benchmarks.columns.storing import FORMAT
from labelapp.benchmarks.columns.table import Table
from labelapp.benchmarks.comparison import Wish, compare
from labelapp.benchmarks.following import current_table, init_following
from labelapp.benchmarks.models import BenchmarkBlock, BlockColumns
from labelapp.benchmarks.operations import columns_due, renew_blocks
from labelapp.benchmarks.report import Position
from labelapp.certificates.daily import do_what_is_due
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from tests.factories.benchmarks import make_group, renew, submit_reports
from tests.factories.clusters import make_cluster
from tests.statements import count_statements

REPORTS = "value:media-reports"


def _reports(table: Table) -> list[int]:
    """The reports in media of everybody in the table."""
    column = table.column(REPORTS)
    return [int(value) for value in column.values(column.order)]


def _contents_read(work: Callable[[], object]) -> tuple[int, int]:
    """How many statements read submissions, and how many kept columns."""
    with count_statements() as seen:
        work()
    return sum("submission.content" in one for one in seen), sum("columns.content" in one for one in seen)


def _shown(own: Cluster) -> tuple[Position, ...]:
    found = compare(own, Wish("all"))
    assert found is not None
    return found.positions


def test_report_date_keeps_the_columns_of_its_blocks(app: Flask) -> None:
    make_group(range(6))
    (kept,) = db.session.scalars(sa.select(BlockColumns)).all()
    assert kept.format == FORMAT
    assert db.session.scalars(sa.select(BenchmarkBlock.columns_id)).all() == [kept.id]
    assert columns_due(today()) == []


def test_process_reads_columns_once_and_no_submission(app: Flask) -> None:
    make_group(range(6))
    assert _contents_read(current_table) == (0, 1)
    assert _contents_read(current_table) == (0, 0)
    init_following(app)
    assert _contents_read(current_table) == (0, 1)


def test_process_follows_a_report_date_by_what_is_new_of_it(app: Flask) -> None:
    make_group(range(6))
    before = current_table()
    make_group(range(10, 16))
    with count_statements() as seen:
        after = current_table()
    assert _reports(after) == [*range(6), *range(10, 16)]
    assert after.keys[:1].tolist() == before.keys.tolist()
    assert sum("columns.content" in one for one in seen) == 1


def test_block_that_has_ended_leaves_the_process(app: Flask) -> None:
    first = make_group(range(6))
    make_group(range(10, 16))
    assert len(current_table().keys) == 2
    first[0].benchmark_consent = False
    db.session.commit()
    renew()
    assert _reports(current_table()) == list(range(10, 16))


@pytest.mark.parametrize("missing", ["never kept", "of another format"])
def test_columns_that_are_missing_are_made_of_the_submissions(app: Flask, missing: str) -> None:
    own = make_cluster(benchmark_consent=False)
    submit_reports(own, 77)
    make_group([1, 2, 3, 4, 5, 6])
    make_group([11, 12, 13, 14, 15, 16])
    expected = _shown(own)
    first = sa.select(sa.func.min(BlockColumns.id)).scalar_subquery()
    if missing == "never kept":
        db.session.execute(
            sa.update(BenchmarkBlock).where(BenchmarkBlock.columns_id == first).values(columns_id=None)
        )
    else:
        db.session.execute(sa.update(BlockColumns).where(BlockColumns.id == first).values(format=FORMAT + 1))
    db.session.commit()
    init_following(app)
    assert _contents_read(current_table) == (1, 1)
    assert _shown(own) == expected
    assert columns_due(today()) == [1]
    do_what_is_due(today())
    init_following(app)
    assert (_contents_read(current_table), columns_due(today())) == ((0, 1), [])
    assert _shown(own) == expected


def test_id_that_is_given_again_is_not_taken_for_the_block_that_never_was(app: Flask) -> None:
    """As after a transaction of a worker that was rolled back, or a database that was restored."""
    clusters = [make_cluster() for _number in range(6)]
    for number, cluster in enumerate(clusters):
        submit_reports(cluster, number)
    renew_blocks(today())
    assert _reports(current_table()) == list(range(6))
    db.session.rollback()
    for cluster in clusters:
        submit_reports(cluster, 50)
    renew()
    assert _reports(current_table()) == [50] * 6
