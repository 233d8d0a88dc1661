"""The applicant's right to object: when it runs, what it keeps from starting, and how it is settled."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.clock import set_clock, today
from labelapp.clusters.models import TeamRole
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.objections import operations as objecting
from labelapp.reviews.objections.models import Objection, ObjectionState
from labelapp.reviews.objections.operations import (
    agree_to_nominees,
    objections_of,
    raise_objection,
    settle_objection,
)
from labelapp.reviews.operations import RuleViolations
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member
from tests.factories.reviews import declare_clear, make_officer, make_review

pytestmark = pytest.mark.usefixtures("app")
SECRET = "She sold us a failed project in 2019."


@pytest.fixture
def review() -> Review:
    """Both assessors have declared; the applicant has not said anything yet."""
    found = make_review(declared=False)
    for assignment in policy.scoring_assignments(found):
        declare_clear(found, assignment.user)
    return found


def _object(review: Review) -> Objection:
    objection = objections_of(review)[0]
    raise_objection(objection, SECRET, review.submission.confirmed_by)
    return objection


def _mails(word: str) -> set[str]:
    return {
        one.recipient
        for one in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
        if word in one.subject
    }


def test_applicant_is_told_of_a_nominee_after_the_declaration_with_a_day_that_is_stored() -> None:
    review = make_review(declared=False)
    assert objections_of(review) == []
    lead = policy.scoring_assignments(review)[0].user
    declare_clear(review, lead)
    (objection,) = objections_of(review)
    assert objection.until == add_working_days(today(), 5, cluster_of(review).country)
    assert _mails(lead.name) >= {review.submission.confirmed_by.email}
    declare_clear(review, lead)
    assert len(objections_of(review)) == 1


def test_review_does_not_start_while_the_applicant_may_object(review: Review) -> None:
    with pytest.raises(RuleViolations, match="may object until"):
        operations.start_review(review, by=None)
    agree_to_nominees(review, review.submission.confirmed_by)
    operations.start_review(review, by=None)
    assert review.state is ReviewState.SCORING


def test_review_may_start_on_the_day_after_the_period(app: Flask, review: Review) -> None:
    objection = objections_of(review)[0]
    last, moment = objection.until, policy.scoring_assignments(review)[0].assigned_at
    assert objection.state(last) is ObjectionState.OPEN
    assert objection.state(last + timedelta(days=1)) is ObjectionState.OVER
    later = moment + (last - today()) + timedelta(days=1)
    set_clock(app, lambda: later)
    operations.start_review(review, by=None)
    assert review.state is ReviewState.SCORING


def test_objection_keeps_the_review_from_starting_also_after_the_period(app: Flask, review: Review) -> None:
    _object(review)
    moment = policy.scoring_assignments(review)[0].assigned_at + timedelta(days=60)
    set_clock(app, lambda: moment)
    with pytest.raises(RuleViolations, match="is to be settled"):
        operations.start_review(review, by=None)


def test_upheld_objection_frees_the_seat_and_tells_both_without_the_reason(review: Review) -> None:
    officer, objection = make_officer(review), _object(review)
    nominee = objection.assignment.user
    settle_objection(objection, upheld=True, answer="There is a tie.", by=officer)
    assert policy.assignment_of(nominee, review) is None
    assert review.state is ReviewState.ASSIGNING
    query = select(OutboxMail).where(OutboxMail.recipient == nominee.email).order_by(OutboxMail.id)
    mails = list(db.session.scalars(query))
    assert "not needed" in mails[-1].subject
    assert all(SECRET not in one.body and "tie" not in one.body for one in mails)
    assert _mails("upheld") == {review.submission.confirmed_by.email}


def test_rejected_objection_lets_the_review_start_and_the_nominee_hears_nothing(review: Review) -> None:
    officer, objection = make_officer(review), _object(review)
    settle_objection(objection, upheld=False, answer="The tie ended in 2015.", by=officer)
    agree_to_nominees(review, review.submission.confirmed_by)
    operations.start_review(review, by=officer)
    assert _mails("rejected") == {review.submission.confirmed_by.email}


def test_objection_is_told_to_officers_of_the_case_only(review: Review) -> None:
    officer, silent = make_officer(review), make_officer(name="Silent Officer")
    _object(review)
    assert _mails("An objection waits") == {officer.email}
    assert silent.email not in _mails("An objection waits")


def test_right_is_used_once(review: Review) -> None:
    objection = _object(review)
    with pytest.raises(DomainError, match="answered already"):
        raise_objection(objection, SECRET, review.submission.confirmed_by)
    agree_to_nominees(review, review.submission.confirmed_by)
    other = objections_of(review)[1]
    assert objection.state(today()) is ObjectionState.RAISED
    with pytest.raises(DomainError, match="answered already"):
        raise_objection(other, SECRET, review.submission.confirmed_by)


def test_objection_and_answer_need_a_reason(review: Review) -> None:
    with pytest.raises(InvalidInput):
        raise_objection(objections_of(review)[0], " ", review.submission.confirmed_by)
    objection = _object(review)
    officer = make_officer(review)
    with pytest.raises(InvalidInput):
        settle_objection(objection, upheld=True, answer=" ", by=officer)
    settle_objection(objection, upheld=False, answer="No tie.", by=officer)
    with pytest.raises(DomainError, match="settled already"):
        settle_objection(objection, upheld=True, answer="After all.", by=officer)


def test_scheme_without_a_period_gives_no_right(monkeypatch: pytest.MonkeyPatch) -> None:
    review = make_review(declared=False)
    scheme = objecting.scheme_of(review)
    none = scheme.model_copy(update={"procedure": scheme.procedure.model_copy(update={"objection_days": 0})})
    monkeypatch.setattr(objecting, "scheme_of", lambda _review: none)
    for assignment in policy.scoring_assignments(review):
        declare_clear(review, assignment.user)
    assert objections_of(review) == []
    operations.start_review(review, by=None)


def test_log_tells_every_step_and_no_reason(review: Review) -> None:
    officer, objection = make_officer(review), _object(review)
    settle_objection(objection, upheld=True, answer="There is a tie.", by=officer)
    events = timeline(review)
    actions = [event.action for event in events]
    assert {"objection.granted", "objection.raised", "objection.settled"} <= set(actions)
    assert all("2019" not in str(event.details) and "tie" not in str(event.details) for event in events)


def test_objecting_and_settling_in_the_browser(client: FlaskClient, review: Review) -> None:
    objection, other = objections_of(review)
    page, name = f"/reviews/{review.id}/experts", objection.assignment.user.name
    officer = make_officer(review)
    sign_in(client, review.submission.confirmed_by)
    assert page in client.get("/tasks").text
    shown = client.get(page).text
    assert name in shown
    assert "Denmark" in shown
    assert objection.assignment.user.email not in shown
    asked = f"{page}/{objection.id}/object"
    assert client.get(asked).status_code == 200
    assert client.post(asked, data={"reason": ""}).status_code == 422
    assert client.post(asked, data={"reason": SECRET}).status_code == 303
    assert client.post(asked, data={"reason": SECRET}).status_code == 409
    assert client.post(f"{page}/agree").status_code == 303
    settled = f"/reviews/{review.id}/objections/{objection.id}"
    assert client.get(settled).status_code == 404
    sign_in(client, officer)
    assert settled in client.get("/tasks").text
    assert SECRET in client.get(settled).text
    assert client.post(settled, data={"outcome": "uphold"}).status_code == 422
    answer = {"outcome": "uphold", "answer": "There is a tie."}
    assert client.post(settled, data=answer).status_code == 303
    assert client.post(settled, data=answer).status_code == 409
    assert other.state(today()) is ObjectionState.AGREED
    sign_in(client, review.submission.confirmed_by)
    assert "There is a tie." in client.get(page).text


@pytest.mark.parametrize("role", [TeamRole.CONTRIBUTOR, TeamRole.VIEWER])
def test_only_managers_object(client: FlaskClient, review: Review, role: TeamRole) -> None:
    member = make_user("Colleague")
    add_member(cluster_of(review), member, role)
    sign_in(client, member)
    assert client.get(f"/reviews/{review.id}/experts").status_code == 404
    assert client.post(f"/reviews/{review.id}/experts/agree").status_code == 404
