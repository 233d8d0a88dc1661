"""The timeline of a case: who reads it, and what each of them reads."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member
from tests.factories.decisions import make_decision
from tests.factories.reviews import declare_conflict, make_review, score_all, sheets_of, start_scoring
from tests.statements import count_statements


def address(review: Review) -> str:
    return f"/cases/{review.submission.assessment_id}/log"


def officer() -> User:
    return make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT])


def member(review: Review) -> User:
    person = make_user("Mia Manager")
    add_member(cluster_of(review), person)
    db.session.commit()
    return person


@pytest.fixture
def decided(app: Flask) -> Review:
    return make_decision().review


def read(client: FlaskClient, user: User, review: Review, query: str = "") -> str:
    sign_in(client, user)
    answer = client.get(address(review) + query)
    assert answer.status_code == 200
    return answer.text


def test_office_reads_everything_by_whom_in_words(client: FlaskClient, decided: Review) -> None:
    page = read(client, officer(), decided)
    for text in (
        "The self-assessment was confirmed, submitted and frozen.",
        "Annika Rauhala was asked to take part.",
        "The score sheet of Annika Rauhala was locked.",
        "The assessors agreed on indicator 1.1.",
        "The decision was recorded.",
        "The certificate was issued.",
        "Ilse Marenholt",
    ):
        assert text in page


def test_team_reads_its_part_and_no_name_of_an_assessor(client: FlaskClient, decided: Review) -> None:
    page = read(client, member(decided), decided)
    assert "The decision was recorded." in page
    assert "For the label" in page
    hidden = ("Rauhala", "Tomás", "Marenholt", "score sheet", "agreed on", "Interests", "asked to take part")
    assert [text for text in hidden if text in page] == []


def test_topic_and_order_choose_what_is_shown(client: FlaskClient, decided: Review) -> None:
    user = officer()
    page = read(client, user, decided, "?topic=decision")
    assert "The decision was recorded." in page
    assert "The certificate was issued." not in page
    oldest = read(client, user, decided, "?order=oldest&all=1")
    assert oldest.index("self-assessment was started") < oldest.index("The decision was recorded.")
    newest = read(client, user, decided, "?all=1")
    assert newest.index("self-assessment was started") > newest.index("The decision was recorded.")
    assert read(client, user, decided, "?topic=nonsense&start=x&order=%00")


def test_long_timeline_goes_on_where_the_page_ended(client: FlaskClient, decided: Review) -> None:
    user = officer()
    for number in range(110):
        record("future.thing", decided, number=number)
    db.session.commit()
    page = read(client, user, decided)
    assert page.count("this version has no words for") == 100
    start = page.partition("start=")[2].partition("&")[0].partition('"')[0]
    following = read(client, user, decided, f"?start={start}")
    assert following.count("this version has no words for") == 10
    assert read(client, user, decided, "?all=1").count("this version has no words for") == 110


def test_timeline_takes_the_same_statements_for_few_and_many_events(
    client: FlaskClient, decided: Review
) -> None:
    user = officer()
    read(client, user, decided)
    with count_statements() as few:
        client.get(address(decided))
    for person in range(8):
        record("assessor.nominated", decided, actor=make_user(f"Person {person}"), account=user.id)
    db.session.commit()
    with count_statements() as many:
        client.get(address(decided))
    assert len(many) == len(few)


def test_officer_with_an_interest_or_a_seat_and_everybody_else_gets_404(
    client: FlaskClient, decided: Review
) -> None:
    conflicted = officer()
    declare_conflict(decided, conflicted)
    assessor = decided.assignments[0].user
    both = make_user("Ivo Both", roles=[RoleName.SECRETARIAT, RoleName.ASSESSOR])
    other = start_scoring()
    board, stranger = make_user("Ulla Board", roles=[RoleName.BOARD]), make_user("Sam Stranger")
    db.session.commit()
    for user in (conflicted, assessor, board, stranger):
        sign_in(client, user)
        assert client.get(address(decided)).status_code == 404
        assert client.post(f"/cases/{decided.submission.assessment_id}/file").status_code == 404
    sign_in(client, both)
    assert client.get(address(other)).status_code == 200
    other.assignments[0].user_id = both.id
    db.session.commit()
    assert client.get(address(other)).status_code == 404


def test_talk_and_division_of_work_of_the_team_are_not_the_offices(client: FlaskClient, app: Flask) -> None:
    review = make_review()
    assessment, person = review.submission.assessment, member(review)
    record("section.assigned", assessment, actor=person, dimension="1", person=person.id)
    db.session.commit()
    assert "Dimension 1 was given to Mia Manager." in read(client, person, review)
    assert "Dimension 1" not in read(client, officer(), review)


def test_timeline_does_not_depend_on_what_was_scored(client: FlaskClient, app: Flask) -> None:
    review = start_scoring()
    user = officer()
    db.session.commit()
    before = _without_tokens(read(client, user, review))
    score_all(sheets_of(review)[0], "5", justification="Seen.")
    db.session.commit()
    assert _without_tokens(read(client, user, review)) == before


def _without_tokens(page: str) -> str:
    """The page but for the tokens of its forms, which hold the time."""
    return re.sub(r'(csrf_token" value=|csrf-token" content=|nonce=)"[^"]*"', "", page)
