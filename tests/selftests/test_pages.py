"""The self-test leaves no trace, tells the truth, and can become a self-assessment."""

import logging
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import given_answers
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.extensions import db, schemes
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import answer_all, make_assessment
from tests.factories.clusters import add_member, make_cluster

pytestmark = pytest.mark.usefixtures("app")
ANSWERS = {"q-1.3": "84", "q-2.8": "4", "q-4.3": ["responsible", "dates"], "q-2.7": "3"}


def _rows() -> dict[str, int]:
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in db.metadata.tables.items()
    }


def _eligible() -> list[str]:
    return [statement.code for statement in schemes().get("cme-gold").eligibility]


@pytest.fixture
def manager() -> User:
    return make_user("Vera Holm")


@pytest.fixture
def cluster(manager: User) -> Cluster:
    cluster = make_cluster(name="Havnsund Klynge")
    add_member(cluster, manager, TeamRole.MANAGER)
    return cluster


def test_self_test_stores_nothing_sets_no_cookie_and_logs_nothing(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    before = _rows()
    with caplog.at_level(logging.DEBUG):
        answers = [client.get("/self-test"), client.get("/self-test/cme-gold")]
        answers.append(client.post("/self-test/cme-gold", data=ANSWERS))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.headers.getlist("Set-Cookie") for answer in answers] == [[], [], []]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert _rows() == before
    assert [entry for entry in caplog.records if entry.name != "asyncio"] == []


def test_self_test_needs_no_token(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert client.post("/self-test/cme-gold", data=ANSWERS).status_code == 200
        assert client.post("/self-test/cme-gold/clusters/1", data=ANSWERS).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_result_shows_points_of_what_was_asked_and_missed_minimums(client: FlaskClient) -> None:
    page = client.post("/self-test/cme-gold", data=ANSWERS).text
    assert "This is no assessment." in page
    assert "of 60 points in what was asked" in page
    assert "Minimum not met" in page
    assert "<dd>a person in charge, dates and a budget for each action</dd>" in page
    assert "8 questions were left out." in page
    assert "of the secretariat" in page


@pytest.mark.parametrize("code", ["cme-bronze", "cme-silver", "cme-gold"])
def test_empty_self_test_has_a_result_too(client: FlaskClient, code: str) -> None:
    answer = client.post(f"/self-test/{code}", data={})
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_bronze_asks_its_own_fields_and_promises_no_pass_mark(client: FlaskClient) -> None:
    page = client.post("/self-test/cme-bronze", data={"q-B2.6": "plan", "q-B3.4": "18"}).text
    assert "This label has no pass mark" in page
    assert "18 months" in page


def test_wrong_answers_are_named_at_the_question_and_stay(client: FlaskClient) -> None:
    answer = client.post("/self-test/cme-gold", data=ANSWERS | {"q-1.3": "many", "q-2.8": "9"})
    assert answer.status_code == 422
    assert "Enter a whole number" in answer.text
    assert 'value="many"' in answer.text
    assert "Choose one of the levels." in answer.text


def test_answers_can_be_changed_from_the_result_without_a_script(client: FlaskClient) -> None:
    page = client.post("/self-test/cme-gold", data=ANSWERS | {"edit": "1"}).text
    assert 'value="84"' in page
    assert 'name="q-2.8" value="4" checked' in page


def test_unknown_scheme_has_no_self_test(client: FlaskClient) -> None:
    assert client.get("/self-test/cme-lead").status_code == 404
    assert client.post("/self-test/cme-lead", data=ANSWERS).status_code == 404


def test_form_beyond_all_measure_is_refused(client: FlaskClient) -> None:
    assert client.post("/self-test/cme-gold", data={"q-1.3": "1" * 100_000}).status_code == 413


def test_home_and_explanation_lead_to_the_self_test(client: FlaskClient) -> None:
    for page in ("/", "/how-it-works"):
        assert 'href="/self-test"' in client.get(page).text


def test_manager_starts_a_self_assessment_with_the_answers(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    """84 participants, 65 % or more of them met: at least 55, which has to be confirmed."""
    sign_in(client, manager)
    assert "Bring the answers over" in client.post("/self-test/cme-gold", data=ANSWERS).text
    address = f"/self-test/cme-gold/clusters/{cluster.id}"
    asked = client.post(address, data=ANSWERS)
    assert "Confirm that each of these holds" in asked.text
    assert client.post(address, data=ANSWERS | {"start": "1"}).status_code == 422
    assert db.session.scalars(select(Assessment)).all() == []
    answer = client.post(address, data=ANSWERS | {"start": "1", "confirmed": _eligible()})
    assert answer.status_code == 303
    given = given_answers(db.session.scalars(select(Assessment)).one())
    stored = {place: (one.content["value"], one.to_confirm) for place, one in given.items()}
    assert stored == {
        ("1.3", "committed"): (84, False),
        ("2.7", "level"): ("3", False),
        ("2.8", "met"): (55, True),
        ("4.3", "parts"): (["responsible", "dates"], False),
    }


def test_answers_of_the_team_stay_when_a_self_test_is_brought_over(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    draft = make_assessment(cluster, manager)
    answer_all(draft, {"1.3": {"committed": 61}}, manager)
    db.session.commit()
    sign_in(client, manager)
    client.post(f"/self-test/cme-gold/clusters/{cluster.id}", data=ANSWERS | {"q-2.1": "5"})
    given = given_answers(draft)
    assert given["1.3", "committed"].content == {"value": 61}
    assert ("4.3", "parts") in given
    page = client.get(f"/assessments/{draft.id}").text
    assert "The questionnaire asks for figures in: 2.1." in page


@pytest.mark.parametrize("role", [TeamRole.CONTRIBUTOR, TeamRole.VIEWER, None])
def test_only_managers_bring_answers_over(
    client: FlaskClient, cluster: Cluster, role: TeamRole | None
) -> None:
    user = make_user("Sofie Aagaard")
    if role is not None:
        add_member(cluster, user, role)
    sign_in(client, user)
    data: dict[str, Any] = ANSWERS | {"start": "1", "confirmed": _eligible()}
    assert client.post(f"/self-test/cme-gold/clusters/{cluster.id}", data=data).status_code == 404
    assert "Bring the answers over" not in client.post("/self-test/cme-gold", data=ANSWERS).text
