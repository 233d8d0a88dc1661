"""An anchor of the log is kept every day, and shows a log that was cut off at its end with its record."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from labelapp.cli.log import tell_breaks
from labelapp.clock import init_clock, now, today
from labelapp.events.anchoring import KIND, anchor_daily, ask_for_anchors, keep, kept_anchors
from labelapp.events.jobs import NotYet, run_waiting
from labelapp.events.log import record
from labelapp.events.models import ChainHead, Event, Job
from labelapp.events.verifying import Anchor, anchor_now, verify_log
from labelapp.extensions import db, settings
from tests.factories.accounts import make_user


@pytest.fixture(autouse=True)
def _no_anchors(app: Flask) -> None:
    settings().anchors.unlink(missing_ok=True)


def _cut_off(numbers: int) -> None:
    """Take the last events out, and let the record of the end say that nothing is missing."""
    last = db.session.scalars(select(Event).order_by(Event.number.desc()).limit(numbers + 1)).all()[-1]
    end = last.number, last.hash
    db.session.execute(delete(Event).where(Event.number > end[0]))
    db.session.execute(update(ChainHead).values(number=end[0], hash=end[1]))
    db.session.commit()
    db.session.expire_all()


def _anchor() -> None:
    with pytest.raises(NotYet):
        anchor_daily()


def test_anchor_is_kept_once_a_day_however_often_the_job_runs(app: Flask) -> None:
    init_clock(app, today=today())
    make_user()
    _anchor()
    first = kept_anchors(settings().anchors)
    record("test.happened", make_user())
    _anchor()
    assert kept_anchors(settings().anchors) == first
    init_clock(app, today=today() + timedelta(days=1))
    _anchor()
    assert [one.number for one in kept_anchors(settings().anchors)] == [
        first[0].number,
        anchor_now(now()).number,
    ]


def test_worker_asks_for_one_job_which_waits_for_tomorrow(app: Flask) -> None:
    for _start in range(2):
        ask_for_anchors()
        db.session.commit()
        run_waiting()
    job = db.session.scalars(select(Job).where(Job.kind == KIND)).one()
    assert job.done_at is None
    assert job.tries == 0
    assert job.next_try_at.date() == today() + timedelta(days=1)
    assert len(kept_anchors(settings().anchors)) == 1


def test_job_that_was_given_up_is_asked_for_again(app: Flask) -> None:
    ask_for_anchors()
    db.session.execute(update(Job).values(tries=8))
    ask_for_anchors()
    db.session.flush()
    assert len(db.session.scalars(select(Job)).all()) == 2


def test_log_cut_off_with_its_record_is_whole_but_for_the_kept_anchor(app: Flask) -> None:
    user = make_user()
    for _number in range(3):
        record("test.happened", user)
    db.session.commit()
    _anchor()
    end = anchor_now(now()).number
    _cut_off(2)
    assert verify_log() == []
    (found,) = verify_log(kept_anchors(settings().anchors))
    assert (found.number, found.problem) == (end, f"missing, though the anchor of {today()} knows it")


def test_anchors_are_added_to_the_end_and_read_back(app: Flask) -> None:
    file = settings().anchors
    file.write_text("# kept by the secretary\n")
    one = Anchor(now().replace(microsecond=0), 5, "a" * 64)
    keep(one, file)
    assert file.read_text().startswith("# kept by the secretary\n")
    assert kept_anchors(file) == [one]


def test_command_reads_the_kept_anchors_and_says_when_they_are_old(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_user()
    assert tell_breaks(None) == 0
    assert "no anchor is kept" in capsys.readouterr().out
    keep(Anchor(now() - timedelta(days=3), 999, "a" * 64), settings().anchors)
    keep(Anchor(now(), 998, "a" * 64), tmp_path / "elsewhere")
    assert tell_breaks(tmp_path / "elsewhere") == 2
    said = capsys.readouterr().out
    assert "the last anchor is of" in said
    assert "event 998: missing" in said
    assert "event 999: missing" in said
