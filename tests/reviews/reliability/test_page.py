"""The page of agreement: what it reads, for whom, and which cases it never counts."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.clock import today
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Report
from labelapp.reviews.reliability.ratings import cycles, ratings_of
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member
from tests.factories.reviews import (
    declare_as_officer,
    declare_conflict,
    lock,
    make_report,
    make_review,
    score_all,
    sheets_of,
    start_scoring,
)
from tests.statements import count_statements


@pytest.fixture
def secretariat(app: object) -> User:
    return make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT])


def _report(officer: User) -> Report:
    review = start_scoring(make_review())
    declare_as_officer(officer, review)
    lead, co = sheets_of(review)
    score_all(lead, "4")
    score_all(co, {"2.2": "2"})
    lock(lead)
    lock(co)
    return make_report(review)


def test_ratings_are_what_both_gave_and_what_was_agreed(secretariat: User) -> None:
    report = _report(secretariat)
    found = ratings_of(secretariat, "cme-gold", today().year)
    row = next(one for one in found.rows if one.indicator == "2.2")
    assert (row.lead.share * 5, row.co.share * 5, row.agreed * 5) == (4, 2, 4)
    assert found.cases == 1
    assert len(found.rows) == 30  # one of the 31 indicators carries no points
    assert set(found.names) == {sheet.assignment.user_id for sheet in sheets_of(report.review)}


def test_ratings_of_another_year_or_scheme_are_left_out(secretariat: User) -> None:
    _report(secretariat)
    assert ratings_of(secretariat, "cme-gold", today().year - 1).rows == []
    assert ratings_of(secretariat, "cme-silver", today().year).rows == []


def test_case_in_which_the_reader_has_an_interest_is_in_no_figure(secretariat: User) -> None:
    declared, own = _report(secretariat), _report(secretariat)
    assert ratings_of(secretariat, "cme-gold", today().year).cases == 2
    declare_conflict(declared.review, secretariat)
    add_member(cluster_of(own.review), secretariat, TeamRole.VIEWER)
    db.session.flush()
    assert cycles(secretariat) == []
    assert ratings_of(secretariat, "cme-gold", today().year).rows == []


def test_page_shows_the_newest_cycle_and_its_table(client: FlaskClient, secretariat: User) -> None:
    _report(secretariat)
    sign_in(client, secretariat)
    page = client.get("/agreement")
    assert page.status_code == 200
    assert "Annika Rauhala and Tomás Ferreira" in page.text
    rows = list(csv.reader(io.StringIO(client.get("/agreement.csv").text.lstrip("\ufeff"))))
    assert next(row for row in rows if row[1].startswith("2.2 "))[2:4] == ["1", "0.000"]
    assert next(row for row in rows if row[1].startswith("2.1 "))[2:4] == ["1", "100.000"]


def test_page_before_the_first_report_says_what_it_waits_for(client: FlaskClient, secretariat: User) -> None:
    sign_in(client, secretariat)
    assert "Nothing to compare yet" in client.get("/agreement").text
    assert client.get("/agreement.csv").status_code == 404


def test_case_without_a_declaration_is_in_no_figure(secretariat: User) -> None:
    make_report(make_review())
    assert cycles(secretariat) == []
    assert ratings_of(secretariat, "cme-gold", today().year).rows == []


@pytest.mark.parametrize("wish", ["?scheme=cme-gold&year=x", "?scheme=nothing&year=2026", "?year=2026"])
def test_page_of_a_cycle_that_is_none_does_not_exist(
    client: FlaskClient, secretariat: User, wish: str
) -> None:
    _report(secretariat)
    sign_in(client, secretariat)
    assert client.get(f"/agreement{wish}").status_code == 404


def test_scheme_that_one_person_assesses_has_no_agreement(client: FlaskClient, secretariat: User) -> None:
    declare_as_officer(secretariat, make_report(make_review(make_submission(scheme="cme-bronze"))).review)
    sign_in(client, secretariat)
    assert "Nothing to compare yet" in client.get("/agreement").text


def test_page_needs_as_many_statements_for_three_reports_as_for_one(
    client: FlaskClient, secretariat: User
) -> None:
    sign_in(client, secretariat)
    _report(secretariat)
    with count_statements() as one:
        client.get("/agreement")
    _report(secretariat)
    _report(secretariat)
    with count_statements() as three:
        client.get("/agreement")
    assert len(three) == len(one)
