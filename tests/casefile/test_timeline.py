"""The timeline of a case: who reads it, and how long ones are read. What stands on it is in `test_decided_case`."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.casefile.queries import Line, folded
from labelapp.events.log import record
from labelapp.events.telling import Topic
from labelapp.extensions import db
from labelapp.reviews.models import Review
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_submission
from tests.factories.reviews import declare_conflict, make_officer, make_review
from tests.statements import count_statements


def address(review: Review) -> str:
    return f"/cases/{review.submission.assessment_id}/log"


@pytest.fixture
def opened(app: Flask) -> Review:
    return make_review()


def read(client: FlaskClient, user: User, review: Review, query: str = "") -> str:
    sign_in(client, user)
    answer = client.get(address(review) + query)
    assert answer.status_code == 200
    return answer.text


def test_long_timeline_goes_on_where_the_page_ended(client: FlaskClient, opened: Review) -> None:
    user = make_officer(opened)
    for number in range(110):
        record("future.thing", opened, number=number)
    db.session.commit()
    page = read(client, user, opened)
    assert page.count("this version has no words for") == 100
    start = page.partition("start=")[2].partition("&")[0].partition('"')[0]
    following = read(client, user, opened, f"?start={start}")
    assert following.count("this version has no words for") == 10
    assert read(client, user, opened, "?all=1").count("this version has no words for") == 110


def test_more_than_two_of_a_kind_in_a_row_are_one_line() -> None:
    moment = datetime(2026, 11, 25, tzinfo=UTC)

    def line(action: str, by: str) -> Line:
        return Line(1, moment, action, by, False, Topic.REVIEW, action)

    lines = [
        line("agreed", "Ada"),
        *[line("agreed", "Bo")] * 3,
        line("locked", "Bo"),
        *[line("agreed", "Bo")] * 2,
    ]
    assert [(one.action, one.by, len(one.more)) for one in folded(lines)] == [
        ("agreed", "Ada", 0),
        ("agreed", "Bo", 2),
        ("locked", "Bo", 0),
        ("agreed", "Bo", 0),
        ("agreed", "Bo", 0),
    ]


def test_timeline_takes_the_same_statements_for_few_and_many_events(
    client: FlaskClient, opened: Review
) -> None:
    user = make_officer(opened)
    read(client, user, opened)
    with count_statements() as few:
        client.get(address(opened))
    for person in range(8):
        record("assessor.nominated", opened, actor=make_user(f"Person {person}"), account=user.id)
    db.session.commit()
    with count_statements() as many:
        client.get(address(opened))
    assert len(many) == len(few)


def test_officer_with_an_interest_or_a_seat_and_everybody_else_gets_404(
    client: FlaskClient, opened: Review
) -> None:
    conflicted, undeclared = make_officer(opened), make_officer()
    declare_conflict(opened, conflicted)
    assessor = opened.assignments[0].user
    board, stranger = make_user("Ulla Board", roles=[RoleName.BOARD]), make_user("Sam Stranger")
    seated = make_officer(opened)
    opened.assignments[1].user_id = seated.id
    db.session.commit()
    for user in (conflicted, undeclared, assessor, board, stranger, seated):
        sign_in(client, user)
        assert client.get(address(opened)).status_code == 404
        assert client.post(f"/cases/{opened.submission.assessment_id}/file").status_code == 404


def test_talk_and_division_of_work_of_the_team_are_not_the_offices(
    client: FlaskClient, opened: Review
) -> None:
    assessment, person = opened.submission.assessment, opened.submission.confirmed_by
    record("section.assigned", assessment, actor=person, dimension="1", person=person.id)
    db.session.commit()
    assert f"Dimension 1 was given to {person.name}." in read(client, person, opened)
    assert "Dimension 1" not in read(client, make_officer(opened), opened)


def test_officer_declares_before_there_is_a_review_and_that_stands_on_the_timeline(
    client: FlaskClient, app: Flask
) -> None:
    submission = make_submission()
    user = make_officer(submission, name="Elin Vesterby")
    sign_in(client, user)
    page = client.get(f"/cases/{submission.assessment_id}/log").text
    assert re.search(r"Interests in the case were declared\..*?Elin Vesterby", page, re.DOTALL)
