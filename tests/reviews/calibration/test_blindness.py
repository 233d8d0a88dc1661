"""Before the lock nothing depends on the reference or on what others scored: compared byte by byte."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from labelapp.accounts.models import User
from labelapp.clock import now, set_clock
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews.calibration.models import CalibrationItem, CalibrationScore, CalibrationSheet, Exercise
from labelapp.reviews.calibration.operations import scoring
from tests.factories.accounts import sign_in
from tests.factories.calibration import CODES, make_open_exercise, score_exercise
from tests.factories.reviews import make_assessor

PAGES = ("desk", *(f"desk/{code}" for code in CODES), "lock", "comparison", "", "results.csv", "results.xlsx")

ELSEWHERE = ("/tasks", "/calibration/mine", "/calibration", "/reviews")


@pytest.fixture
def reader(app: Flask) -> User:
    """Somebody who is to score, on a clock that stands still."""
    moment = now()
    set_clock(app, lambda: moment)
    return make_assessor(password=None)


def _prepare(reader: User) -> tuple[Exercise, list[CalibrationSheet]]:
    others = [make_assessor(f"Scorer {number}", password=None) for number in range(4)]
    exercise = make_open_exercise([reader, *others])
    score_exercise(exercise, reader, "2", lock=False)
    return exercise, [score_exercise(exercise, other) for other in others]


def _rewrite(exercise: Exercise, points: str, words: str) -> None:
    """Another reference and other scores of others, as if they had been given from the start."""
    own = select(CalibrationSheet.id).where(CalibrationSheet.locked_at.is_(None))
    for item in db.session.scalars(select(CalibrationItem).where(CalibrationItem.points.is_not(None))):
        item.points, item.reason, item.minimum_met = points, words, points == "5"
    scored = select(CalibrationScore).where(CalibrationScore.points.is_not(None))
    for score in db.session.scalars(scored.where(CalibrationScore.sheet_id.not_in(own))):
        score.points, score.justification = points, words
    exercise.reference_by = words
    db.session.commit()


def _seen(client: FlaskClient, exercise: Exercise, reader: User) -> list[bytes]:
    """Everything that reaches the reader: status, headers and bytes of each page, the autosave, and the mails."""
    sign_in(client, reader)
    sent = {"field": "points", "value": "2", "version": 1}
    answers = [client.post(f"/calibration/{exercise.id}/desk/2.8/autosave", json=sent)]
    addresses = [f"/calibration/{exercise.id}/{page}".rstrip("/") for page in PAGES]
    answers += [client.get(address) for address in (*addresses, *ELSEWHERE)]
    found = [b"%d %s %s" % (one.status_code, _headers(one), one.data) for one in answers]
    mails = db.session.scalars(
        select(OutboxMail).where(OutboxMail.recipient == reader.email).order_by(OutboxMail.id)
    )
    found += [f"{mail.subject} {mail.body}".encode() for mail in mails]
    return [re.sub(rb'(csrf[-_]token"[^>]*(?:value|content)=)"[^"]+"', rb"\1", data) for data in found]


def _headers(answer: TestResponse) -> bytes:
    return repr(sorted(pair for pair in answer.headers if pair[0] not in ("Set-Cookie", "Vary"))).encode()


def test_nothing_depends_on_reference_or_others_before_the_lock_and_something_does_after(
    client: FlaskClient, reader: User
) -> None:
    exercise, _others = _prepare(reader)
    _rewrite(exercise, "0", "Kestrel")
    before = _seen(client, exercise, reader)
    _rewrite(exercise, "5", "Albatross")
    assert _seen(client, exercise, reader) == before
    assert all(word not in data for data in before for word in (b"Kestrel", b"Scorer"))
    own = next(sheet for sheet in exercise.sheets if sheet.user_id == reader.id)
    scoring.lock_sheet(own, by=reader)
    db.session.commit()
    page = client.get(f"/calibration/{exercise.id}/comparison").text
    assert "Albatross" in page


def test_closed_exercise_shows_the_reference_to_nobody_who_did_not_lock(
    client: FlaskClient, reader: User
) -> None:
    exercise, _others = _prepare(reader)
    exercise.closed_at = exercise.opened_at
    _rewrite(exercise, "5", "Albatross")
    sign_in(client, reader)
    assert client.get(f"/calibration/{exercise.id}/comparison").status_code == 404
    assert "Albatross" not in client.get(f"/calibration/{exercise.id}/desk/2.8").text
    assert "Albatross" not in client.get(f"/calibration/{exercise.id}/lock").text
