"""The board in the browser: from the list over the interests to the decision, which is taken once.

Silver is content with one vote; how the board decides in a session is in `board/test_views.py`.
"""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName
from labelapp.decisions.models import Decision, Outcome
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from tests.factories.accounts import make_user, sign_in
from tests.factories.board import make_reported
from tests.factories.clusters import add_member
from tests.factories.decisions import make_board_member, make_decision
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")

SUMMARY = "A well managed cluster organisation with a clear strategy."
AWARD = {"outcome": "award", "reasons": "Every rule holds."}
NONE = {"none": "y"}


@pytest.fixture
def review() -> Review:
    return make_reported(scheme="cme-silver")


def enter(client: FlaskClient, review: Review | None = None) -> None:
    sign_in(client, make_board_member(review=review))


def test_case_shows_nothing_before_the_interests_are_declared(client: FlaskClient, review: Review) -> None:
    enter(client)
    page = client.get(f"/board/cases/{review.id}").text
    assert cluster_of(review).name in page
    assert SUMMARY not in page
    assert "Minimum" not in page
    assert client.post(f"/board/cases/{review.id}/decision", data=AWARD).status_code == 404


def test_declaring_no_interest_opens_the_case(client: FlaskClient, review: Review) -> None:
    enter(client)
    address = f"/board/cases/{review.id}"
    assert client.post(f"{address}/interests", data={}).status_code == 422
    assert client.post(f"{address}/interests", data=NONE).headers["Location"] == address
    assert SUMMARY in client.get(address).text


def test_declaring_an_interest_takes_the_case_off_the_list(client: FlaskClient, review: Review) -> None:
    enter(client)
    name, address = cluster_of(review).name, f"/board/cases/{review.id}"
    assert name in client.get("/board").text
    client.post(f"{address}/interests", data={"interests": "employment"})
    client.get("/board")
    assert name not in client.get("/board").text
    assert client.get(address).status_code == 404


def test_award_is_written_after_the_confirmation_only(client: FlaskClient, review: Review) -> None:
    enter(client, review)
    address = f"/board/cases/{review.id}/decision"
    asked = client.post(address, data=AWARD)
    assert asked.status_code == 200
    assert "This cannot be undone" in asked.text
    assert db.session.scalar(select(Decision)) is None
    done = client.post(address, data=AWARD | {"step": "record"})
    assert done.status_code == 303
    assert "The label is awarded" in client.get(done.headers["Location"]).text


def test_going_back_from_the_confirmation_keeps_the_reasons(client: FlaskClient, review: Review) -> None:
    enter(client, review)
    page = client.post(f"/board/cases/{review.id}/decision", data=AWARD | {"step": "edit"}).text
    assert "Every rule holds." in page
    assert "Check and confirm" in page


def test_decision_without_reasons_comes_back_with_the_choice_kept(
    client: FlaskClient, review: Review
) -> None:
    enter(client, review)
    answer = client.post(f"/board/cases/{review.id}/decision", data={"outcome": "award", "reasons": ""})
    assert answer.status_code == 422
    assert "Write the reasons" in answer.text
    assert 'checked id="outcome-0"' in answer.text


def test_second_decision_gets_409_and_names_who_decided(client: FlaskClient, review: Review) -> None:
    make_decision(review, by=make_board_member("Paul Devigne", review))
    enter(client, review)
    for step in ("check", "record"):
        data = {"outcome": "refuse", "reasons": "No.", "step": step}
        answer = client.post(f"/board/cases/{review.id}/decision", data=data)
        assert answer.status_code == 409
        assert "Paul Devigne recorded the award" in answer.text
    assert db.session.scalars(select(Decision.outcome)).all() == [Outcome.AWARD]


def test_award_with_a_failed_minimum_is_refused(client: FlaskClient) -> None:
    review = make_reported(missed="2.2", scheme="cme-silver")
    enter(client, review)
    page = client.get(f"/board/cases/{review.id}").text
    assert "can only be refused" in page
    assert "2.2" in page
    answer = client.post(f"/board/cases/{review.id}/decision", data=AWARD | {"step": "record"})
    assert answer.status_code == 422
    assert "minimum requirements are not met in 2.2" in answer.text
    refused = {"outcome": "refuse", "reasons": "2.2 is not met.", "step": "record"}
    done = client.post(f"/board/cases/{review.id}/decision", data=refused)
    assert "Minimum requirements that are not met" in client.get(done.headers["Location"]).text


def test_decision_is_read_by_the_team_and_not_by_another(client: FlaskClient, review: Review) -> None:
    decision = make_decision(review)
    manager, stranger = make_user("Mia Manager"), make_user("Sam Stranger")
    add_member(cluster_of(review), manager)
    for person, status in ((manager, 200), (stranger, 404)):
        sign_in(client, person)
        assert client.get(f"/decisions/{decision.id}").status_code == status


@pytest.mark.parametrize(
    ("role", "status"), [(RoleName.BOARD, 200), (RoleName.SECRETARIAT, 403), (RoleName.ASSESSOR, 403)]
)
def test_list_of_cases_is_the_boards(client: FlaskClient, role: RoleName, status: int) -> None:
    sign_in(client, make_user(roles=[role]))
    assert client.get("/board").status_code == status


def test_list_of_cases_takes_the_same_statements_for_one_and_for_four(
    client: FlaskClient, review: Review
) -> None:
    enter(client, review)

    def statements() -> int:
        client.get("/board")
        with count_statements() as found:
            assert client.get("/board").status_code == 200
        return len(found)

    make_decision(make_reported())
    few = statements()
    for points in ("1", "5", "5"):
        make_reported(points)
    make_decision(make_reported())
    assert statements() == few


def test_board_member_finds_the_case_among_the_tasks(client: FlaskClient, review: Review) -> None:
    enter(client)
    assert f"Declare your interests: {cluster_of(review).name}" in client.get("/tasks").text
