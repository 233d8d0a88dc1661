"""Saves never overwrite a colleague and never lose what was typed."""

import re
import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from labelapp.assessments.models import Answer, AnswerChange
from labelapp.assessments.queries import find_place, given_answer
from labelapp.assessments.saving import Clash, Saved, read_moment, save_answer
from labelapp.extensions import db
from tests.assessments.conftest import Team
from tests.factories.accounts import sign_in
from tests.factories.assessments import answer_all, complete_answers
from tests.statements import count_statements

WORDS = "Every contact is written down on the same day and looked at again each {} by the whole team"


def _autosave(client: FlaskClient, team: Team, value: object, version: object, **more: Any) -> TestResponse:
    place = more.get("code", "2.8")
    content = {"field": more.get("field", "met"), "value": value, "version": version}
    return client.post(f"{team.page}/indicators/{place}/autosave", json=content)


def _stored(team: Team, code: str = "2.8", field: str = "met") -> tuple[Any, int] | None:
    db.session.expire_all()
    given = given_answer(team.assessment, code, field)
    return (given.content, given.version) if given else None


def test_autosave_of_a_first_value_stores_version_one(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.contributor)
    answer = _autosave(client, team, "54", 0)
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["version"] == 1
    assert set(answer.json["fragments"]) >= {"#score", "#ladder", "#minimum", "#score-short", "#f-met-errors"}
    assert _stored(team) == ({"value": 54}, 1)


def test_autosave_counts_versions(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.contributor)
    for version in range(3):
        assert _autosave(client, team, str(version), version).json["version"] == version + 1  # type: ignore[index]
    assert _stored(team) == ({"value": 2}, 3)


def test_stale_autosave_is_a_conflict_with_both_values_and_loses_nothing(
    app: Flask, client: FlaskClient, team: Team
) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    assert _autosave(client, team, "50", 0).status_code == 200
    assert _autosave(colleague, team, "56", 1).status_code == 200
    answer = _autosave(client, team, "54", 1)
    assert answer.status_code == 409
    assert answer.json is not None
    assert (answer.json["version"], answer.json["value"], answer.json["author"]) == (2, 56, "Jonas Krag")
    assert "54 participants" in answer.json["html"]
    assert "56 participants" in answer.json["html"]
    assert _stored(team) == ({"value": 56}, 2)


def test_stale_autosave_of_the_same_value_is_no_conflict(app: Flask, client: FlaskClient, team: Team) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    _autosave(colleague, team, "56", 0)
    answer = _autosave(client, team, "56", 0)
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["version"] == 1


def test_first_value_of_two_people_is_a_conflict(app: Flask, client: FlaskClient, team: Team) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    assert _autosave(colleague, team, "56", 0).status_code == 200
    assert _autosave(client, team, "54", 0).status_code == 409


@pytest.mark.parametrize(
    "content",
    [
        [],
        "text",
        {},
        {"field": "met", "version": 0},
        {"field": "met", "value": "1"},
        {"field": "met", "value": "1", "version": -1},
        {"field": "met", "value": "1", "version": True},
        {"field": "met", "value": "1", "version": "x"},
        {"field": "met", "value": "1", "version": 7},
        {"field": "met", "value": ["1"], "version": 0},
        {"field": "nothing", "value": "1", "version": 0},
        {"field": "participants", "value": "1", "version": 0},
        {"field": 3, "value": "1", "version": 0},
    ],
)
def test_malformed_autosave_is_refused_and_stores_nothing(
    client: FlaskClient, team: Team, content: object
) -> None:
    sign_in(client, team.manager)
    answer = client.post(f"{team.page}/indicators/2.8/autosave", json=content)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["advice"]
    assert _stored(team) is None


def test_invalid_draft_is_kept_and_explained_at_its_field(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    answer = _autosave(client, team, "about 50", 0)
    assert answer.status_code == 200
    assert answer.json is not None
    assert "Enter a whole number" in answer.json["fragments"]["#f-met-errors"]
    page = client.get(f"{team.page}/indicators/2.8").text
    assert 'value="about 50"' in page
    assert "Enter a whole number" in page


def test_autosave_after_the_answers_closed_says_so(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    client.post(f"{team.page}/cancel")
    answer = _autosave(client, team, "54", 0)
    assert answer.status_code == 409
    assert answer.json is not None
    assert "was not saved" in answer.json["advice"]
    assert _stored(team) is None


def test_autosave_needs_few_statements(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    _autosave(client, team, "1", 0)
    address, content = f"{team.page}/indicators/2.8/autosave", {"field": "met", "value": "2", "version": 1}
    with count_statements() as statements:
        assert client.post(address, json=content).status_code == 200
    assert len(statements) <= 10, statements


def test_not_applicable_needs_an_indicator_that_allows_it(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    assert _autosave(client, team, "We are new", 0, field="not_applicable").status_code == 422


def test_two_writers_at_once_leave_one_value_and_one_clash(app: Flask, team: Team) -> None:
    address = (team.assessment.id, "2.8")
    ids = [team.manager.id, team.contributor.id]
    db.session.commit()
    start, outcomes = threading.Barrier(2), list[Saved | Clash]()

    def write(user_id: int, text: str) -> None:
        with app.app_context():
            place = find_place(*address)
            by = db.session.get(type(team.manager), user_id)
            db.session.rollback()
            assert place
            assert by
            start.wait()
            place = find_place(*address)
            assert place
            outcomes.append(save_answer(place, "met", text, 0, by))
            db.session.commit()

    threads = [threading.Thread(target=write, args=(ids[n], str(50 + n))) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Clash", "Saved"]
    assert db.session.query(Answer).filter_by(assessment_id=address[0], field="met").count() == 1


def test_each_version_of_an_answer_is_kept_with_its_author(
    app: Flask, client: FlaskClient, team: Team
) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    _autosave(client, team, "50", 0)
    _autosave(colleague, team, "56", 1)
    _autosave(client, team, "54", 1)  # a clash, which stores nothing
    changes = db.session.scalars(select(AnswerChange).order_by(AnswerChange.version))
    assert [(one.version, one.content, one.changed_by.name) for one in changes] == [
        (1, {"value": 50}, team.manager.name),
        (2, {"value": 56}, team.contributor.name),
    ]


def _typed(
    client: FlaskClient, team: Team, value: str, version: int, step: int, run: str = "a"
) -> TestResponse:
    content = {"field": "met", "value": value, "version": version, "run": run, "step": step}
    return client.post(f"{team.page}/indicators/2.8/autosave", json=content)


def test_change_after_a_lost_acknowledgement_is_no_conflict_with_oneself(
    client: FlaskClient, team: Team
) -> None:
    sign_in(client, team.manager)
    assert _typed(client, team, "5", 0, 0).json["version"] == 1  # type: ignore[index]
    assert _typed(client, team, "54", 0, 1).json["version"] == 2  # type: ignore[index]
    assert _stored(team) == ({"value": 54}, 2)


def test_answer_sent_twice_is_stored_once(app: Flask, client: FlaskClient, team: Team) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    _typed(client, team, "54", 0, 0)
    _autosave(colleague, team, "56", 1)
    again = _typed(client, team, "54", 0, 0)
    assert again.status_code == 200
    assert again.json is not None
    assert again.json["version"] == 1
    assert _stored(team) == ({"value": 56}, 2)


def test_answer_that_was_overtaken_by_a_later_one_comes_to_nothing(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    _typed(client, team, "54", 0, 1)
    assert _typed(client, team, "5", 0, 0).status_code == 200
    assert _stored(team) == ({"value": 54}, 1)


def test_change_after_a_lost_acknowledgement_does_not_pass_over_a_colleague(
    app: Flask, client: FlaskClient, team: Team
) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    _typed(client, team, "5", 0, 0)
    _autosave(colleague, team, "56", 1)
    assert _typed(client, team, "54", 0, 1).status_code == 409
    assert _stored(team) == ({"value": 56}, 2)


def test_another_page_of_the_same_person_is_a_conflict(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    _typed(client, team, "5", 0, 0)
    assert _typed(client, team, "54", 0, 1, run="b").status_code == 409


def test_answer_acknowledged_late_is_known_after_the_answers_closed(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    _typed(client, team, "54", 0, 0)
    client.post(f"{team.page}/cancel")
    assert _typed(client, team, "54", 0, 0).status_code == 200
    assert _typed(client, team, "55", 1, 1).status_code == 409


@pytest.mark.parametrize(
    ("run", "step"), [("", 0), ("a" * 41, 0), ("é", 0), ("a\0", 0), (1, 0), ("a", None), ("a", -1), (None, 0)]
)
def test_run_that_is_none_is_refused(client: FlaskClient, team: Team, run: object, step: object) -> None:
    sign_in(client, team.manager)
    content = {"field": "met", "value": "1", "version": 0, "run": run, "step": step}
    assert client.post(f"{team.page}/indicators/2.8/autosave", json=content).status_code == 422
    assert _stored(team) is None


def test_answer_of_another_account_is_not_stored_under_this_one(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.contributor)
    content = {"field": "met", "value": "54", "version": 0}
    address = f"{team.page}/indicators/2.8/autosave"
    assert client.post(address, json=content, headers={"X-Account": str(team.manager.id)}).status_code == 403
    assert _stored(team) is None
    own = {"X-Account": str(team.contributor.id)}
    assert client.post(address, json=content, headers=own).status_code == 200


def test_autosave_tells_the_score_of_the_whole_questionnaire(client: FlaskClient, team: Team) -> None:
    answer_all(team.assessment, complete_answers(), team.manager)
    sign_in(client, team.manager)
    version = 1
    for code, field in (("2.8", "met"), ("1.3", "committed"), ("2.6", "joined")):
        told = _autosave(client, team, "7", version, code=code, field=field).json
        assert told is not None
        page = client.get(f"{team.page}/indicators/{code}").text
        for selector in ("#score", "#ladder"):
            assert _squeezed(told["fragments"][selector]) in _squeezed(page), (code, selector)


def _squeezed(html: str) -> str:
    return re.sub(r"\s+", "", html)


@pytest.mark.parametrize(
    ("code", "field", "mine", "theirs", "shown"),
    [
        ("1.1", "forms", ["letter"], ["membership", "fee"], ("Letter of intent", "Payment of a yearly fee")),
        ("1.1", "forms", ["-"], ["fee"], ("None of these", "Payment of a yearly fee")),
        ("3.2", "income", {"fees": "1000", "services": "5"}, {"fees": "2000"}, ("1,000", "2,000")),
        (
            "2.8",
            "how",
            WORDS.format("Monday"),
            WORDS.format("Friday"),
            ("<mark>Monday</mark>", "<mark>Friday</mark>"),
        ),
    ],
)
def test_clash_shows_both_values_in_the_shape_of_the_field(
    app: Flask,
    client: FlaskClient,
    team: Team,
    code: str,
    field: str,
    mine: object,
    theirs: object,
    shown: tuple[str, ...],
) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    assert _autosave(colleague, team, theirs, 0, code=code, field=field).status_code == 200
    clash = _autosave(client, team, mine, 0, code=code, field=field)
    assert clash.status_code == 409
    assert clash.json is not None
    for text in shown:
        assert text in clash.json["html"]


def test_clash_says_when_a_value_that_waited_was_typed(app: Flask, client: FlaskClient, team: Team) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    _autosave(colleague, team, "56", 0)
    content = {"field": "met", "value": "54", "version": 0, "at": "2026-01-31T08:15:00Z"}
    clash = client.post(f"{team.page}/indicators/2.8/autosave", json=content).json
    assert clash is not None
    assert "typed 31 Jan 2026, 08:15" in clash["html"]


@pytest.mark.parametrize(
    "raw", ["", "x", 3, None, "2026-01-31", "2026-01-31T08:15:00", "2999-01-31T08:15:00Z"]
)
def test_moment_that_is_none_or_to_come_is_not_told(app: Flask, raw: object) -> None:
    assert read_moment(raw) is None
