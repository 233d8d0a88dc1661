"""Who sees which page, what stands on it, and how many statements it takes."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.assessments import operations, queries
from labelapp.clock import today
from labelapp.extensions import db
from tests.assessments.conftest import Team
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import answer_all, complete_answers, make_assessment
from tests.factories.clusters import add_member, make_cluster
from tests.statements import count_statements

PAGES = ("", "/check", "/indicators/2.8")
WRITES = ("/indicators/2.8", "/indicators/2.8/autosave", "/indicators/2.8/choice", "/indicators/2.8/evidence")
MANAGING = ("/cancel", "/confirmation", "/take-back")


def _stranger(role: str) -> User:
    if role == "other manager":
        user = make_user("Ida Berg")
        add_member(make_cluster("Nordlys Energy Cluster"), user)
        return user
    return make_user("Ida Berg", roles=[RoleName(role)])


@pytest.mark.parametrize("role", ["other manager", "assessor", "board", "partner", "administrator"])
def test_foreign_assessment_does_not_exist(client: FlaskClient, team: Team, role: str) -> None:
    sign_in(client, _stranger(role))
    for page in (*PAGES, "/cancel", "/confirm", "/due-date"):
        assert client.get(team.page + page).status_code == 404, page
    for page in (*WRITES, *MANAGING, "/confirm", "/return", "/due-date"):
        assert client.post(team.page + page, data={}).status_code == 404, page
    assert client.get(f"/clusters/{team.cluster.id}/assessments").status_code == 404
    assert client.post(f"/clusters/{team.cluster.id}/assessments/start/cme-silver").status_code == 404


def test_visitor_is_asked_to_sign_in(client: FlaskClient, team: Team) -> None:
    assert client.get(team.page).status_code == 302
    answer = client.post(
        f"{team.page}/indicators/2.8/autosave", json={"field": "met", "value": "1", "version": 0}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize(("person", "answers", "manages", "confirms"), [
    ("manager", True, True, False),
    ("contributor", True, False, False),
    ("viewer", False, False, False),
    ("representative", False, False, True),
])  # fmt: skip
def test_team_role_decides_what_a_person_may(
    client: FlaskClient, team: Team, person: str, answers: bool, manages: bool, confirms: bool
) -> None:
    sign_in(client, getattr(team, person))
    for page in PAGES:
        assert client.get(team.page + page).status_code == 200, page
    assert (client.post(f"{team.page}/indicators/2.8", data={}).status_code == 303) is answers
    assert (client.get(f"{team.page}/cancel").status_code == 200) is manages
    assert (client.get(f"{team.page}/confirm").status_code != 404) is confirms
    assert ("data-autosave-url" in client.get(f"{team.page}/indicators/2.8").text) is answers
    started = client.get(f"/clusters/{team.cluster.id}/assessments/start").status_code == 200
    assert started is manages


def test_secretariat_reads_and_sets_the_date_and_nothing_else(client: FlaskClient, team: Team) -> None:
    sign_in(client, make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT]))
    for page in PAGES:
        assert client.get(team.page + page).status_code == 200, page
    for page in (*WRITES, *MANAGING):
        assert client.post(team.page + page, data={}).status_code == 404, page
    day = today() + timedelta(days=22)
    assert client.post(f"{team.page}/due-date", data={"due_on": day.isoformat()}).status_code == 303
    db.session.refresh(team.assessment)
    assert team.assessment.due_on == day
    late = client.post(f"{team.page}/due-date", data={"due_on": date(2020, 1, 1).isoformat()})
    assert late.status_code == 422


@pytest.mark.parametrize(
    "address", ["/assessments/999999", "/assessments/1/indicators/9.9", "/clusters/999/assessments"]
)
def test_address_of_nothing_is_not_found(client: FlaskClient, team: Team, address: str) -> None:
    sign_in(client, team.manager)
    assert client.get(address).status_code == 404


def _without(answers: dict[str, dict[str, object]], *codes: str) -> dict[str, dict[str, object]]:
    return {code: fields for code, fields in answers.items() if code not in codes}


def test_task_list_expands_the_first_dimension_with_open_work(client: FlaskClient, team: Team) -> None:
    answer_all(team.assessment, _without(complete_answers(), "2.9", "4.8"), team.contributor)
    sign_in(client, team.manager)
    page = client.get(team.page).text
    found = re.findall(r'<details class="dimension"( open)?>.*?<span class="nr">(\d)</span>', page, re.DOTALL)
    assert found == [("", "1"), (" open", "2"), ("", "3"), ("", "4"), ("", "5")]
    assert "29 of 31 indicators answered" in page
    assert "2 indicators are open" in page
    assert "1 minimum to answer" in page
    assert "Jonas Krag" in page


def test_task_list_names_a_missed_minimum_and_a_missing_representative(
    client: FlaskClient, team: Team
) -> None:
    answers = complete_answers() | {"2.8": complete_answers()["2.8"] | {"met": 2}}
    answer_all(team.assessment, answers, team.manager)
    db.session.execute(db.text("DELETE FROM team_member WHERE role = 'legal_representative'"))
    sign_in(client, team.manager)
    page = client.get(team.page).text
    assert "misses its minimum requirement" in page
    assert "Nobody is named as legal representative" in page
    assert "1 minimum not met" in page


def test_indicator_shows_live_score_and_way_to_the_next_level(client: FlaskClient, team: Team) -> None:
    answers = complete_answers() | {"2.8": complete_answers()["2.8"] | {"met": 54}}
    answer_all(team.assessment, answers, team.manager)
    sign_in(client, team.manager)
    page = client.get(f"{team.page}/indicators/2.8").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "54 of 84 is 64.2 %." in page
    assert "1 more makes it 65.4 % and 4 points." in page
    assert "Minimum requirement, met" in page


def test_fully_answered_task_list_needs_few_statements(client: FlaskClient, app: Flask) -> None:
    manager = make_user("Mette Lindholt")
    cluster = make_cluster()
    add_member(cluster, manager)
    assessment = make_assessment(cluster, manager, scheme="cme-bronze")
    answer_all(assessment, complete_answers("cme-bronze"), manager)
    sign_in(client, manager)
    assert len(queries.scheme_of(assessment).indicators) == 36
    address = f"/assessments/{assessment.id}"
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= 12, statements


def test_indicator_of_a_fully_answered_questionnaire_of_36_needs_few_statements(
    client: FlaskClient, app: Flask
) -> None:
    manager = make_user("Mette Lindholt")
    cluster = make_cluster()
    add_member(cluster, manager)
    assessment = make_assessment(cluster, manager, scheme="cme-bronze")
    answers = complete_answers("cme-bronze")
    answer_all(assessment, answers, manager)
    sign_in(client, manager)
    for code in list(answers)[::7]:
        with count_statements() as statements:
            assert client.get(f"/assessments/{assessment.id}/indicators/{code}").status_code == 200
        assert len(statements) <= 12, statements


@pytest.mark.parametrize(
    ("page", "most"), [("/check", 12), ("/indicators/2.8/history", 8), ("/indicators/2.8", 12)]
)
def test_page_needs_few_statements(client: FlaskClient, team: Team, page: str, most: int) -> None:
    answer_all(team.assessment, complete_answers(), team.manager)
    sign_in(client, team.manager)
    address = team.page + page
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= most, statements


def test_list_needs_as_many_statements_for_many_as_for_few(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    counts = []
    for number in (1, 6):
        for _each in range(number):
            cluster = make_cluster()
            add_member(cluster, team.manager)
            make_assessment(cluster, team.manager)
        with count_statements() as statements:
            assert client.get("/assessments/all").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_navigation_goes_to_the_one_under_way_and_else_to_the_list(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    assert client.get("/assessments").location == team.page
    operations.cancel_assessment(team.assessment, by=team.manager)
    assert client.get("/assessments").location == "/assessments/all"
    assert "Cancelled" in client.get("/assessments/all").text


def test_start_needs_every_statement_and_says_which_is_missing(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    address = f"/clusters/{team.cluster.id}/assessments/start/cme-silver"
    assert "Choose Silver" in client.get(f"/clusters/{team.cluster.id}/assessments/start").text
    page = client.get(address).text
    codes = re.findall(r'name="confirmed" value="([^"]+)"', page)
    refused = client.post(address, data={"confirmed": codes[1:]})
    assert refused.status_code == 422
    assert f'href="#statement-{codes[0]}"' in refused.text
    assert refused.text.count(" checked") >= len(codes) - 1
    assert client.post(address, data={"confirmed": codes}).status_code == 303
    assert client.post(address, data={"confirmed": codes}).status_code == 409


def test_unknown_scheme_cannot_be_started(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    assert client.get(f"/clusters/{team.cluster.id}/assessments/start/nothing").status_code == 404


def _titles(client: FlaskClient) -> str:
    return client.get("/tasks").text


def test_start_page_says_what_remains(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    assert "Begin the self-assessment" in _titles(client)
    answer_all(team.assessment, _without(complete_answers(), "2.9", "4.8"), team.manager)
    page = _titles(client)
    assert "Answer the last 2 indicators" in page
    assert "points so far" in page


def test_start_page_of_the_representative_asks_only_when_it_is_their_turn(
    client: FlaskClient, team: Team
) -> None:
    answer_all(team.assessment, complete_answers(), team.manager)
    sign_in(client, team.representative)
    assert "Confirm the submission" not in _titles(client)
    operations.request_confirmation(team.assessment, by=team.manager)
    assert "Confirm the submission" in _titles(client)


def test_start_page_of_the_team_says_that_it_came_back_and_why(client: FlaskClient, team: Team) -> None:
    answer_all(team.assessment, complete_answers(), team.manager)
    operations.request_confirmation(team.assessment, by=team.manager)
    operations.return_to_team(team.assessment, "The budget is missing.", by=team.representative)
    sign_in(client, team.manager)
    page = _titles(client)
    assert "The self-assessment came back to you" in page
    assert "The budget is missing." in page
