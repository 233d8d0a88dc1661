"""One job looks each morning at what is due; it never ends, is there once, and one failure keeps nothing else back."""

import itertools
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.certificates.daily import KIND, ask_for_daily_work, do_what_is_due, register_daily
from labelapp.certificates.renewal.models import RenewalReminder
from labelapp.clock import Clock, set_clock
from labelapp.events.jobs import run_waiting
from labelapp.events.models import Job, OutboxMail
from labelapp.extensions import db
from tests.factories.surveillance import go_to, make_held, run_day

pytestmark = pytest.mark.usefixtures("app")

UNTIL = date(2028, 2, 10)


def job() -> Job:
    return db.session.scalars(select(Job).where(Job.kind == KIND)).one()


def count() -> int:
    return len(db.session.scalars(select(RenewalReminder)).all())


def mails() -> int:
    query = select(OutboxMail).where(OutboxMail.body.contains("/renewal")).order_by(OutboxMail.id)
    return len(db.session.scalars(query).all())


def test_job_is_asked_for_once_and_comes_back_each_morning() -> None:
    go_to(date(2026, 3, 1))
    make_held(date(2026, 2, 10))
    go_to(UNTIL)
    for _worker in range(2):
        ask_for_daily_work()
        db.session.commit()
    run_waiting()
    assert count() == 1
    assert (job().done_at, job().tries) == (None, 0)
    assert job().next_try_at == datetime(2028, 2, 11, 6, tzinfo=UTC)
    go_to(date(2028, 2, 11))
    run_waiting()
    assert count() == 2
    run_waiting()
    assert count() == 2


def test_worker_that_is_killed_again_and_again_repeats_no_mail_and_leaves_none_out(app: Flask) -> None:
    """It dies at its first look at the clock, the next one at its second look, and so on until one gets through."""
    go_to(date(2026, 3, 1))
    for _number in range(3):
        make_held(date(2026, 2, 10))
    killed = 0
    for looks in itertools.count():
        set_clock(app, _dying_clock(looks))
        try:
            do_what_is_due(UNTIL)
            break
        except SystemExit:
            db.session.rollback()
            killed += 1
    assert killed > 5
    assert (count(), mails()) == (3, 3)


def _dying_clock(looks: int) -> Clock:
    left = iter([datetime(2028, 2, 10, 6, tzinfo=UTC)] * looks)

    def look() -> datetime:
        moment = next(left, None)
        if moment is None:
            raise SystemExit
        return moment

    return look


def test_step_that_fails_keeps_neither_the_others_nor_the_next_day_back(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    go_to(date(2026, 3, 1))
    make_held(date(2026, 2, 10))

    def fail(number: int, _day: date) -> None:
        raise ValueError(number)

    steps = app.extensions["daily work on certificates"]
    register_daily(app, lambda _day: [7], fail)
    steps.insert(0, steps.pop())
    try:
        run_day(UNTIL)
    finally:
        steps.pop(0)
    assert count() == 1
    assert "failed for 7" in caplog.text
