"""The end of an exercise by hand and by its date, and the mails before and after."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.clock import init_clock, set_clock, today
from labelapp.events.jobs import NotYet, run_waiting
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews.calibration.closing import DAYS_BEFORE, close_exercise, close_when_over, remind
from labelapp.reviews.calibration.models import Exercise, State
from labelapp.reviews.calibration.operations import preparing
from labelapp.reviews.calibration.operations.preparing import Facts
from labelapp.web.errors import DomainError
from tests.factories.accounts import sign_in
from tests.factories.calibration import make_keeper, make_open_exercise, score_exercise
from tests.factories.reviews import make_assessor

DAY = date(2026, 3, 2)
LAST = DAY + timedelta(days=20)


@pytest.fixture
def people(app: Flask) -> list[User]:
    init_clock(app, DAY)
    return [make_assessor(name, password=None) for name in ("Annika Rauhala", "Bela Novák")]


def _open(people: list[User]) -> Exercise:
    return make_open_exercise(people, closes_on=LAST)


def _subjects(person: User) -> list[str]:
    query = select(OutboxMail.subject).where(OutboxMail.recipient == person.email).order_by(OutboxMail.id)
    return list(db.session.scalars(query))


def _travel(day: date) -> None:
    set_clock(current_app, lambda: datetime.combine(day, time(9), tzinfo=UTC))


def test_job_closes_on_the_day_after_the_last(people: list[User]) -> None:
    exercise = _open(people)
    _travel(LAST)
    with pytest.raises(NotYet):
        close_when_over(exercise.id)
    _travel(LAST + timedelta(days=1))
    close_when_over(exercise.id)
    close_when_over(exercise.id)
    assert exercise.state is State.CLOSED


def test_reminder_goes_once_to_those_who_have_not_locked(people: list[User]) -> None:
    exercise = _open(people)
    score_exercise(exercise, people[0])
    with pytest.raises(NotYet):
        remind(exercise.id, LAST.isoformat())
    _travel(LAST - timedelta(days=DAYS_BEFORE - 1))
    run_waiting()
    remind(exercise.id, LAST.isoformat())
    assert [len(_subjects(person)) for person in people] == [1, 2]
    assert _subjects(people[1])[1] == "Calibration exercise: your sheet is not locked yet"


def test_new_last_day_brings_a_new_reminder_and_a_later_end(people: list[User]) -> None:
    exercise = _open(people)
    later = Facts(exercise.title, "fr", LAST + timedelta(days=10), "", "Ada Winterfeldt")
    preparing.change_exercise(exercise, later, make_keeper("Elin Vesterby"))
    assert exercise.language == "en"
    _travel(LAST + timedelta(days=1))
    run_waiting()
    assert exercise.state is State.OPEN
    _travel(LAST + timedelta(days=7))
    run_waiting()
    assert len(_subjects(people[0])) == 2
    _travel(LAST + timedelta(days=12))
    run_waiting()
    db.session.expire_all()
    assert exercise.state is State.CLOSED


def test_end_is_told_to_those_who_locked(people: list[User]) -> None:
    exercise = _open(people)
    score_exercise(exercise, people[0])
    close_exercise(exercise, by=None)
    assert [len(_subjects(person)) for person in people] == [2, 1]
    with pytest.raises(DomainError):
        close_exercise(exercise, by=None)


def test_closing_by_hand_asks_first(client: FlaskClient, people: list[User]) -> None:
    exercise = _open(people)
    sign_in(client, make_keeper("Elin Vesterby"))
    address = f"/calibration/{exercise.id}/close"
    assert "Close the exercise?" in client.get(address).text
    assert exercise.state is State.OPEN
    client.post(address)
    db.session.expire_all()
    assert exercise.state is State.CLOSED
    assert today() < LAST
