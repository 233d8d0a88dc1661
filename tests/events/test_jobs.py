"""Jobs run after the transaction that asked for them, again when they fail or their worker is lost."""

from datetime import timedelta

import pytest
from flask import Flask

from labelapp.clock import now, set_clock
from labelapp.events.jobs import LOST_AFTER, MOST_TRIES, NotYet, queue_job, register_job, run_waiting
from labelapp.events.models import Job
from labelapp.extensions import db


def _ask(app: Flask, handler: object, **payload: object) -> Job:
    register_job(app, "test", handler)  # type: ignore[arg-type]
    job = queue_job("test", **payload)
    db.session.commit()
    return job


def _later(app: Flask, wait: timedelta) -> None:
    later = now() + wait
    set_clock(app, lambda: later)


def test_job_waiting_is_run_once_with_its_payload(app: Flask) -> None:
    seen: list[int] = []

    def note(number: int) -> None:
        seen.append(number)

    job = _ask(app, note, number=7)
    assert (run_waiting(), run_waiting()) == (1, 0)
    assert seen == [7]
    assert job.done_at is not None


def test_job_failing_keeps_nothing_it_wrote_and_is_tried_again_later(app: Flask) -> None:
    def fail() -> None:
        queue_job("never kept")
        raise OSError("disk is full")

    job = _ask(app, fail)
    assert run_waiting() == 0
    assert (job.error, job.tries, job.done_at) == ("OSError: disk is full", 1, None)
    assert db.session.query(Job).count() == 1
    assert run_waiting() == 0
    register_job(app, "test", lambda: None)
    _later(app, timedelta(minutes=3))
    assert run_waiting() == 1


def test_job_failing_too_often_is_given_up(app: Flask) -> None:
    def fail() -> None:
        raise OSError("still full")

    job = _ask(app, fail)
    for _round in range(MOST_TRIES + 3):
        run_waiting()
        _later(app, timedelta(days=1))
    assert job.tries == MOST_TRIES


def test_job_given_up_tells_whoever_waits_once(app: Flask) -> None:
    told: list[int] = []

    def fail(number: int) -> None:
        raise OSError("still full")

    def give_up(number: int) -> None:
        told.append(number)

    register_job(app, "test", fail, give_up)
    queue_job("test", number=7)
    db.session.commit()
    for _round in range(MOST_TRIES + 3):
        run_waiting()
        _later(app, timedelta(days=1))
    assert told == [7]


def test_job_that_cannot_run_yet_is_put_off_without_counting(app: Flask) -> None:
    def wait() -> None:
        raise NotYet("scanner is away", timedelta(seconds=30))

    job = _ask(app, wait)
    run_waiting()
    assert (job.tries, job.error) == (0, "scanner is away")
    register_job(app, "test", lambda: None)
    _later(app, timedelta(seconds=31))
    assert run_waiting() == 1


def test_job_of_a_worker_that_died_is_run_again(app: Flask) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    job = _ask(app, die)
    with pytest.raises(KeyboardInterrupt):
        run_waiting()
    db.session.rollback()
    register_job(app, "test", lambda: None)
    assert run_waiting() == 0
    _later(app, LOST_AFTER + timedelta(seconds=1))
    assert run_waiting() == 1
    assert job.done_at is not None
