"""Report dates: the first day of each quarter, once, and what the log says of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.benchmarks.models import BenchmarkBlock, BlockMember
from labelapp.benchmarks.operations import report_dates_due
from labelapp.benchmarks.queries import ENTRY
from labelapp.certificates.daily import do_what_is_due
from labelapp.clock import set_clock, today
from labelapp.events.models import Event
from labelapp.extensions import db
from tests.factories.benchmarks import make_group, renew, submit_reports
from tests.factories.clusters import make_cluster

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "due"), [(date(2026, 12, 31), []), (date(2027, 1, 1), [20271]), (date(2027, 3, 31), [20271])]
)
def test_blocks_are_renewed_once_a_quarter(app: Flask, day: date, due: list[int]) -> None:
    set_clock(app, lambda: NOW)
    assert report_dates_due(today()) == [20264]
    renew()
    assert report_dates_due(day) == due


def test_daily_work_forms_blocks_and_the_log_says_how_many(app: Flask) -> None:
    set_clock(app, lambda: NOW)
    for number in range(6):
        submit_reports(make_cluster(), number)
    do_what_is_due(today())
    found = db.session.scalars(select(BenchmarkBlock)).one()
    assert (found.formed_on, len(found.members)) == (today(), 6)
    event = db.session.scalars(select(Event).where(Event.action == "benchmark.renewed")).one()
    assert event.details == {"formed": 1, "ended": 0}


def test_block_holds_the_latest_submission_and_the_one_before(app: Flask) -> None:
    clusters = [make_cluster() for _number in range(6)]
    first, second, third = ([submit_reports(one, 1).id for one in clusters] for _cycle in range(3))
    renew()
    rows = db.session.scalars(select(BlockMember).order_by(BlockMember.submission_id)).all()
    assert [(row.submission_id, row.earlier_id) for row in rows] == list(zip(third, second, strict=True))
    assert first[0] < second[0]


def test_block_is_ended_for_good_when_one_of_it_withdrew(app: Flask) -> None:
    set_clock(app, lambda: NOW)
    others = make_group(range(6))
    others[0].benchmark_consent = False
    db.session.commit()
    set_clock(app, lambda: NOW + timedelta(days=60))
    renew()
    assert db.session.scalars(select(BenchmarkBlock.ended_on)).all() == [today()]


@pytest.mark.parametrize(
    ("age", "blocks"), [(ENTRY, 1), (ENTRY + timedelta(seconds=1), 0)], ids=["three years", "a second more"]
)
def test_submission_enters_no_block_when_it_is_older_than_three_years(
    app: Flask, age: timedelta, blocks: int
) -> None:
    set_clock(app, lambda: NOW - age)
    for number in range(6):
        submit_reports(make_cluster(), number)
    set_clock(app, lambda: NOW)
    renew()
    assert len(db.session.scalars(select(BenchmarkBlock)).all()) == blocks
