"""The log shows every change of a past row."""

import pytest
from flask import Flask
from sqlalchemy import delete, update

from labelapp.events.log import event_hash, record, timeline, verify_log
from labelapp.events.models import Event
from labelapp.extensions import db
from tests.factories.accounts import make_user


@pytest.fixture
def five_events(app: Flask) -> None:
    user = make_user(name="Ada Berg")
    start = len(timeline(user))
    for number in range(5):
        record("test.happened", user, actor=user, number=number)
    db.session.commit()
    assert len(timeline(user)) == start + 5


def _last() -> int:
    return db.session.query(Event.number).order_by(Event.number.desc()).limit(1).scalar()


@pytest.mark.usefixtures("five_events")
def test_log_untouched_is_whole() -> None:
    assert verify_log() == []


@pytest.mark.usefixtures("five_events")
def test_log_with_changed_details_names_the_row() -> None:
    number = _last() - 2
    db.session.execute(update(Event).where(Event.number == number).values(details={"number": 99}))
    assert [(found.number, found.problem) for found in verify_log()] == [(number, "changed")]


@pytest.mark.usefixtures("five_events")
def test_log_with_a_row_taken_out_names_the_gap() -> None:
    number = _last() - 2
    db.session.execute(delete(Event).where(Event.number == number))
    assert (number, "missing") in [(found.number, found.problem) for found in verify_log()]


@pytest.mark.usefixtures("five_events")
def test_log_cut_off_at_its_end_says_so() -> None:
    number = _last()
    db.session.execute(delete(Event).where(Event.number == number))
    assert [(found.number, found.problem) for found in verify_log()] == [
        (number, "the end of the log is missing")
    ]


@pytest.mark.usefixtures("five_events")
def test_log_with_a_rewritten_row_and_hash_breaks_at_the_next() -> None:
    number = _last() - 2
    event = db.session.get_one(Event, number)
    event.details = {"number": 99}
    event.hash = event_hash(event)
    db.session.flush()
    assert (number + 1, "does not follow the row before") in [(f.number, f.problem) for f in verify_log()]
