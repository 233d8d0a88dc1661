"""A nominee gives a seat back, with a reason that is no interest."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.clusters.models import TeamRole
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.leaving.operations import decline_nomination
from labelapp.reviews.leaving.policy import may_decline
from labelapp.reviews.models import AssessorRole, Assignment, Ending, Review
from labelapp.reviews.proposal.plan import plan
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member
from tests.factories.reviews import (
    declare_as_officer,
    declare_conflict,
    make_assessor,
    make_observer,
    make_review,
    start_scoring,
)

REASON = "On parental leave until spring."


@pytest.fixture
def office(app: Flask) -> User:
    return make_user("Ines Kovač", roles=[RoleName.SECRETARIAT])


def _seat(review: Review, number: int = 0) -> Assignment:
    return policy.scoring_assignments(review)[number]


def test_decline_frees_the_seat_and_tells_the_secretariat_why(office: User) -> None:
    review = make_review(declared=False)
    assignment = _seat(review)
    decline_nomination(assignment, f" {REASON} ")
    assert (assignment.ending, assignment.ending_reason) == (Ending.DECLINED, REASON)
    assert [one.role for one in policy.scoring_assignments(review)] == [AssessorRole.CO_ASSESSOR]
    mail = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    assert mail
    assert (mail.recipient, REASON in mail.body) == (office.email, True)
    assert not policy.has_conflict(assignment.user, review), "no interest is meant"
    assert REASON not in str([event.details for event in timeline(review)])


def test_officer_with_an_interest_is_not_told(office: User) -> None:
    review = make_review(declared=False)
    add_member(cluster_of(review), office, TeamRole.VIEWER)
    decline_nomination(_seat(review), REASON)
    assert office.email not in set(db.session.scalars(select(OutboxMail.recipient).order_by(OutboxMail.id)))


def test_decline_needs_a_reason(office: User) -> None:
    with pytest.raises(InvalidInput):
        decline_nomination(_seat(make_review(declared=False)), "  ")


def test_nominee_may_decline_after_the_declaration_until_the_start(office: User) -> None:
    review = make_review()
    assert may_decline(_seat(review).user, review)
    assignment = _seat(start_scoring(review))
    assert not may_decline(assignment.user, review)
    with pytest.raises(DomainError):
        decline_nomination(assignment, REASON)


def test_whoever_waits_with_a_sheet_for_a_new_colleague_does_not_decline(office: User) -> None:
    review = start_scoring()
    operations.end_assignment(_seat(review, 1), by=office)
    assert not may_decline(_seat(review).user, review)


def test_observer_declines_until_the_declaration(office: User) -> None:
    review = start_scoring()
    asked = make_assessor("Nora Vik")
    operations.nominate(review, asked, AssessorRole.OBSERVER, by=office)
    assert may_decline(asked, review)
    assert not may_decline(make_observer(review), review)


def test_nobody_declines_for_others_or_after_an_interest(office: User) -> None:
    review = make_review(declared=False)
    person = _seat(review).user
    assert not may_decline(office, review)
    assert not may_decline(make_assessor("Nora Vik"), review)
    declare_conflict(review, person)
    assert not may_decline(person, review)


def test_who_declined_is_proposed_no_more_and_may_be_asked_again(office: User) -> None:
    review = make_review(declared=False)
    leaver = _seat(review).user
    declare_as_officer(office)
    decline_nomination(_seat(review), REASON)
    (found,) = plan(office)
    assert [seat.person for seat in found.seats] == [None]
    operations.nominate(review, leaver, AssessorRole.LEAD, by=office)
    assert _seat(review).user == leaver


def test_nominee_declines_in_the_browser_and_sees_the_case_no_more(client: FlaskClient, office: User) -> None:
    review = make_review(declared=False)
    person, name = _seat(review).user, cluster_of(review).name
    declare_as_officer(office)
    page = f"/reviews/{review.id}/decline"
    sign_in(client, person)
    assert page in client.get("/reviews").text
    assert page in client.get(f"/reviews/{review.id}/interests").text
    assert client.get(page).status_code == 200
    assert client.post(page, data={"reason": " "}).status_code == 422
    answer = client.post(page, data={"reason": REASON})
    assert (answer.status_code, answer.location) == (303, "/reviews")
    assert name not in client.get("/reviews").text
    assert client.get(page).status_code == 404
    assert client.get(f"/reviews/{review.id}/interests").status_code == 404
    sign_in(client, office)
    shown = client.get(f"/reviews/{review.id}/assignment").text
    assert REASON in shown
    assert "Declined this case before" in shown
