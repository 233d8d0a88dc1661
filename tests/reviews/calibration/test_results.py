"""What the secretariat sees of an exercise, its files, the page of an expert, and what exercises never touch."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.extensions import db
from labelapp.reviews.calibration.models import Exercise
from labelapp.reviews.calibration.results import results_of, results_of_person
from labelapp.reviews.queries.cases import stage_counts
from labelapp.reviews.queries.reviews import reviews_of
from labelapp.reviews.register.queries import Asked, list_experts
from labelapp.reviews.reliability.ratings import cycles, ratings_of
from tests.factories.accounts import sign_in
from tests.factories.calibration import CODES, make_exercise, make_keeper, make_open_exercise, score_exercise
from tests.factories.reviews import make_assessor
from tests.statements import count_statements


@pytest.fixture
def keeper(app: Flask) -> User:
    return make_keeper("Elin Vesterby")


def _people(count: int) -> list[User]:
    return [make_assessor(f"Scorer {number}", password=None) for number in range(count)]


def _scored(count: int = 5, points: str = "2", codes: tuple[str, ...] = CODES) -> Exercise:
    people = _people(count + 1)
    exercise = make_open_exercise(people, codes=codes, condition=True)
    for person in people[:-1]:
        score_exercise(exercise, person, points)
    return exercise


def test_results_hold_locked_sheets_alone(keeper: User) -> None:
    exercise = _scored(2)
    score_exercise(exercise, exercise.sheets[-1].user, "5", lock=False)
    found = results_of(exercise)
    assert [sheet.user.name for sheet in found.sheets.values()] == ["Scorer 0", "Scorer 1"]
    assert {one.code: one.high * 5 for one in found.figures.indicators} == {"2.1": 2, "2.2": 2, "2.8": 2}


def test_page_marks_indicators_that_need_guidance(client: FlaskClient, keeper: User) -> None:
    exercise = _scored()
    sign_in(client, keeper)
    page = client.get(f"/calibration/{exercise.id}").text
    assert page.count("needs better guidance") == 3
    assert "5 of 6 sheets locked" in page


def test_page_before_the_first_lock_says_what_it_waits_for(client: FlaskClient, keeper: User) -> None:
    exercise = make_open_exercise(_people(1))
    sign_in(client, keeper)
    assert "Nobody has locked yet" in client.get(f"/calibration/{exercise.id}").text


def test_files_hold_every_score_beside_the_reference(client: FlaskClient, keeper: User) -> None:
    exercise = _scored(2)
    sign_in(client, keeper)
    text = client.get(f"/calibration/{exercise.id}/results.csv").text.lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + 2 * len(CODES)
    assert rows[4][:7] == ["Scorer 0", "2.8", "2", "3", "5", "yes", "yes"]
    book = load_workbook(io.BytesIO(client.get(f"/calibration/{exercise.id}/results.xlsx").data))
    assert book.sheetnames == ["Scores", "Scorers", "Indicators"]
    assert book["Indicators"]["D2"].value == 3
    assert book["Scorers"].max_row == 3


def test_result_stands_on_the_page_of_the_expert_for_the_secretariat_alone(
    client: FlaskClient, keeper: User
) -> None:
    exercise = _scored(1, codes=("2.1", "2.2", "2.3", "2.4", "2.5"))
    person = exercise.sheets[0].user
    (one,) = results_of_person(person, keeper)
    assert one.figures is not None
    assert one.figures.difference is not None
    assert round(one.figures.difference.value, 10) == -0.2
    sign_in(client, keeper)
    page = client.get(f"/assessors/{person.id}").text
    assert "looked at before somebody is qualified" in page
    assert "-20.0" in page
    sign_in(client, person)
    assert "Severity" not in client.get(f"/assessors/{person.id}").text


def test_exercise_touches_no_case_no_load_and_no_statistics(keeper: User) -> None:
    exercise = _scored(3)
    person = exercise.sheets[0].user
    assert cycles(keeper) == []
    assert ratings_of(keeper, "cme-gold", today().year).rows == []
    assert set(stage_counts(keeper).values()) == {0}
    assert reviews_of(person) == []
    assert {one.load for one in list_experts(Asked()).items} == {0}


def test_pages_need_as_many_statements_for_many_as_for_few(client: FlaskClient, keeper: User) -> None:
    sign_in(client, keeper)
    few, many = _scored(1), _scored(6)
    counts = []
    for exercise in (few, many):
        db.session.expire_all()
        with count_statements() as found:
            client.get(f"/calibration/{exercise.id}")
        counts.append(len(found))
    with count_statements() as listed:
        client.get("/calibration")
    make_exercise(title="Third")
    with count_statements() as longer:
        client.get("/calibration")
    assert counts[0] == counts[1]
    assert len(listed) == len(longer)
