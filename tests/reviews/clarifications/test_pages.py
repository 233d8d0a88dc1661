"""The pages around a round: asking on the desk, sending, extending, closing, the list of the applicant."""

from datetime import timedelta

from flask.testing import FlaskClient

from labelapp.reviews.clarifications.models import Ending
from labelapp.reviews.clarifications.queries import open_round, own_drafts, rounds_of
from labelapp.reviews.models import Review
from tests.factories.accounts import sign_in
from tests.factories.clarifications import make_round, manager_of, scorers
from tests.factories.reviews import make_officer


def test_lead_asks_on_the_desk_and_sends_after_a_confirmation(client: FlaskClient, review: Review) -> None:
    lead, desk = scorers(review)[0], f"/reviews/{review.id}/desk/1.1"
    sign_in(client, lead)
    answer = client.post(f"{desk}/question", data={"reason": "unclear", "question": " "})
    assert (answer.status_code, "Write down what you ask." in answer.text) == (422, True)
    assert client.post(f"{desk}/question", data={"reason": "rude", "question": "Why?"}).status_code == 422
    assert own_drafts(review, lead) == {}
    client.post(f"{desk}/question", data={"reason": "unclear", "question": "Since when?"})
    assert "Since when?" in client.get(desk).text
    assert "Since when?" in client.get(f"/reviews/{review.id}/clarifications/send").text
    assert open_round(review) is None
    assert client.post(f"/reviews/{review.id}/clarifications/send").status_code == 303
    assert open_round(review) is not None


def test_sending_without_any_question_says_what_is_missing(client: FlaskClient, review: Review) -> None:
    sign_in(client, scorers(review)[0])
    answer = client.post(f"/reviews/{review.id}/clarifications/send")
    assert (answer.status_code, "No indicator is marked yet" in answer.text) == (422, True)


def test_co_assessor_neither_sends_nor_closes(client: FlaskClient, review: Review) -> None:
    make_round(review)
    sign_in(client, scorers(review)[1])
    for path in ("send", "1/close", "1/extend"):
        assert client.get(f"/reviews/{review.id}/clarifications/{path}").status_code == 404
        assert client.post(f"/reviews/{review.id}/clarifications/{path}").status_code == 404


def test_secretariat_extends_with_a_reason_and_does_not_close(client: FlaskClient, review: Review) -> None:
    round_ = make_round(review)
    due_on, later = round_.due_on, round_.due_on + timedelta(days=3)
    sign_in(client, make_officer(review))
    address = f"/reviews/{review.id}/clarifications"
    assert "Which of these are committed" in client.get(address).text
    for data in ({"due_on": later.isoformat()}, {"due_on": due_on.isoformat(), "reason": "Illness."}):
        assert client.post(f"{address}/1/extend", data=data).status_code == 422
    client.post(f"{address}/1/extend", data={"due_on": later.isoformat(), "reason": "Illness."})
    assert rounds_of(review)[0].due_on == later
    assert client.post(f"{address}/1/close", data={"reason": "No."}).status_code == 404


def test_lead_closes_and_everybody_reads_why(client: FlaskClient, review: Review) -> None:
    round_ = make_round(review)
    sign_in(client, scorers(review)[0])
    address = f"/reviews/{review.id}/clarifications/1/close"
    assert client.post(address, data={"reason": ""}).status_code == 422
    client.post(address, data={"reason": "Found on your website."})
    assert rounds_of(review)[0].ending is Ending.CLOSED
    assert client.get(address).status_code == 409
    sign_in(client, manager_of(review))
    assert "Found on your website." in client.get(f"/clarifications/{round_.id}").text
    assert client.get(f"/clarifications/{round_.id}/hand-in").status_code == 409
    listed = client.get(f"/assessments/{review.submission.assessment_id}/clarifications").text
    assert "Closed by the lead assessor" in listed


def test_open_round_is_a_task_of_the_applicant_until_it_ends(client: FlaskClient, review: Review) -> None:
    sign_in(client, manager_of(review))
    assert "Answer the assessors" not in client.get("/tasks").text
    make_round(review)
    assert "Answer the assessors about one indicator" in client.get("/tasks").text
