"""Scoring a fictional case: who may, autosave, the lock, and what the comparison tells afterwards."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.accounts.operations import set_roles
from labelapp.extensions import db
from labelapp.reviews.calibration import policy
from labelapp.reviews.calibration.closing import close_exercise
from labelapp.reviews.calibration.models import Exercise
from labelapp.reviews.calibration.operations import scoring
from labelapp.reviews.calibration.results import OTHERS_FROM, comparison_of
from labelapp.reviews.calibration.sheets import entries_of
from labelapp.reviews.operations import ScoreContent
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import sign_in
from tests.factories.calibration import (
    REASON,
    calibration_sheet,
    make_exercise,
    make_open_exercise,
    score_exercise,
)
from tests.factories.reviews import make_assessor


@pytest.fixture
def person(app: Flask) -> User:
    return make_assessor(password=None)


def _others(count: int = OTHERS_FROM) -> list[User]:
    return [make_assessor(f"Scorer {number}", password=None) for number in range(count)]


def _open(person: User, *others: User, **more: object) -> Exercise:
    return make_open_exercise([person, *others], **more)


def test_exercise_is_seen_by_those_who_are_invited_once_it_is_open(person: User) -> None:
    draft, opened, foreign = make_exercise([person]), _open(person), _open(make_assessor("Nora Vik"))
    assert not policy.may_read_case(person, draft)
    assert policy.may_read_case(person, opened)
    assert not policy.may_read_case(person, foreign)
    assert not policy.may_keep(person, opened)


def test_scores_are_append_only_and_repeats_add_nothing(person: User) -> None:
    sheet = calibration_sheet(_open(person), person)
    assert scoring.give_score(sheet, "2.8", ScoreContent("3", True, None, "Seen."))
    assert scoring.give_score(sheet, "2.8", ScoreContent("3.0", True, None, " Seen. ")) is None
    assert scoring.give_score(sheet, "2.8", ScoreContent("4", True, None, "Seen."))
    assert entries_of(sheet.id)["2.8"].judgement.points == 4


@pytest.mark.parametrize(("code", "points"), [("2.8", "6"), ("2.9", "3")])
def test_points_off_the_scale_or_about_what_is_not_asked_are_refused(
    person: User, code: str, points: str
) -> None:
    sheet = calibration_sheet(_open(person), person)
    with pytest.raises(InvalidInput):
        scoring.give_score(sheet, code, ScoreContent(points))


def test_sheet_that_lacks_something_is_not_locked(person: User) -> None:
    exercise = _open(person)
    sheet = calibration_sheet(exercise, person)
    with pytest.raises(InvalidInput, match=r"1\.1, 2\.1, 2\.2, 2\.8"):
        scoring.lock_sheet(sheet, by=person)
    assert sheet.locked_at is None


def test_locked_sheet_and_closed_exercise_take_no_more_scores(person: User) -> None:
    other = make_assessor("Nora Vik", password=None)
    exercise = _open(person, other)
    locked = score_exercise(exercise, person)
    with pytest.raises(DomainError, match="locked"):
        scoring.give_score(locked, "2.8", ScoreContent("1"))
    close_exercise(exercise, by=None)
    with pytest.raises(DomainError, match="closed"):
        scoring.give_score(calibration_sheet(exercise, other), "2.8", ScoreContent("1"))


def test_desk_saves_by_form_and_leads_to_the_lock_and_the_comparison(
    client: FlaskClient, person: User
) -> None:
    exercise = _open(person, codes=("2.1", "2.8"))
    sign_in(client, person)
    home = f"/calibration/{exercise.id}"
    assert client.get(f"{home}/desk").location.endswith("/desk/2.1")
    said = {"points": "3", "minimum_met": "yes", "justification": "Seen."}
    assert client.post(f"{home}/desk/2.1", data=said).location.endswith("/desk/2.8")
    assert "1 indicator lacks something." in client.get(f"{home}/lock").text
    assert client.post(f"{home}/lock").status_code == 422
    wrong = client.post(f"{home}/desk/2.8", data=said | {"points": "9", "justification": "Kept text."})
    assert wrong.status_code == 422
    assert "Kept text." in wrong.text
    assert client.post(f"{home}/desk/2.8", data=said).location.endswith("/lock")
    done = client.post(f"{home}/lock")
    assert REASON in client.get(done.location).text


def _autosave(client: FlaskClient, exercise: Exercise, **sent: object):  # type: ignore[no-untyped-def]
    return client.post(f"/calibration/{exercise.id}/desk/2.8/autosave", json=sent)


def test_autosave_asks_when_another_window_changed_the_field(client: FlaskClient, person: User) -> None:
    exercise = _open(person)
    sign_in(client, person)
    first = _autosave(client, exercise, field="points", value="3", version=0)
    assert first.json is not None
    assert first.json["version"] == 1
    clash = _autosave(client, exercise, field="points", value="5", version=0)
    assert clash.status_code == 409
    client.post(f"/calibration/{exercise.id}/desk/2.8/choose", data={"field": "points", "choice": "5"})
    sheet = calibration_sheet(exercise, person)
    assert entries_of(sheet.id)["2.8"].judgement.points == 5


def test_autosave_of_a_step_that_is_stored_is_acknowledged_again(client: FlaskClient, person: User) -> None:
    exercise = _open(person)
    sign_in(client, person)
    typed = {"field": "justification", "value": "Seen.", "version": 0, "run": "r1", "step": 3}
    assert _autosave(client, exercise, **typed).status_code == 200
    assert _autosave(client, exercise, **typed).status_code == 200
    assert _autosave(client, exercise, **typed | {"value": "Seen it.", "step": 4}).status_code == 200
    assert _autosave(client, exercise, field="flagged", value="yes", version=0).status_code == 422


def test_spread_of_others_appears_from_three_others_on(person: User) -> None:
    others = _others()
    exercise = _open(person, *others)
    own = score_exercise(exercise, person, "2")
    for number, other in enumerate(others[:-1]):
        score_exercise(exercise, other, str(number + 3))
    assert all(row.others is None for row in comparison_of(exercise, own).rows)
    score_exercise(exercise, others[-1], "5")
    row = next(one for one in comparison_of(exercise, own).rows if one.code == "2.8")
    assert row.others is not None
    assert (row.difference, row.others.low, row.others.median, row.others.high) == (-1, 3, 4, 5)


def test_comparison_names_nobody_else(client: FlaskClient, person: User) -> None:
    others = _others()
    exercise = _open(person, *others)
    for one in (person, *others):
        score_exercise(exercise, one, justification=f"Words of {one.name}.")
    sign_in(client, person)
    page = client.get(f"/calibration/{exercise.id}/comparison").text
    assert "Words of Tomás Ferreira." in page
    assert not [one.name for one in others if one.name in page]


def test_officer_who_is_still_to_score_does_not_see_the_reference(client: FlaskClient, person: User) -> None:
    exercise = _open(person)
    set_roles(person, [RoleName.ASSESSOR, RoleName.SECRETARIAT])
    db.session.commit()
    sign_in(client, person)
    assert client.get(f"/calibration/{exercise.id}").status_code == 404
    assert client.get(f"/calibration/{exercise.id}/results.csv").status_code == 404
    assert REASON not in client.get(f"/assessors/{person.id}").text
    score_exercise(exercise, person)
    assert client.get(f"/calibration/{exercise.id}").status_code == 200
