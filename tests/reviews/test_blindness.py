"""Nothing that one person sees depends on the other assessor's scores before both sheets are locked."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from labelapp.accounts.models import User
from labelapp.clock import set_clock
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.models import Review, ScoreSheet
from labelapp.reviews.operations import ScoreContent
from tests.factories.accounts import sign_in
from tests.factories.reviews import (
    lock,
    make_observer,
    make_officer,
    make_review,
    score_all,
    sheets_of,
    start_scoring,
)

SECRET = "Seen by the other assessor only."
PAGES = (
    "/tasks",
    "/reviews",
    "/cases",
    "/reviews/{id}/assignment",
    "/reviews/{id}/desk",
    "/reviews/{id}/desk/2.8",
    "/reviews/{id}/desk/5.3",
    "/reviews/{id}/lock",
    "/reviews/{id}/interests",
    "/reviews/{id}/consensus",
    "/reviews/{id}/consensus/2.8",
    "/reviews/{id}/report",
    "/reviews/{id}/report.pdf",
)


@pytest.fixture
def review(app: Flask) -> Review:
    """A review under way, on a clock that stands still."""
    review = make_review()
    make_observer(review)
    start_scoring(review)
    moment = policy.scoring_assignments(review)[0].assigned_at
    set_clock(app, lambda: moment)
    operations.give_score(sheets_of(review)[0], "2.8", ScoreContent(points="3", justification="Mine."))
    return review


def _reader(review: Review, who: str) -> User:
    if who == "secretariat":
        return make_officer(review)
    role = {"assessor": "lead", "observer": "observer"}[who]
    return next(one.user for one in policy.active_assignments(review) if one.role == role)


def _seen(client: FlaskClient, user: User, review_id: int) -> list[bytes]:
    """Every page, status included, without the token that differs each time."""
    sign_in(client, user)
    sent = {"field": "points", "value": "3", "version": 0}
    answers = [client.post(f"/reviews/{review_id}/desk/4.1/autosave", json=sent)]
    answers += [client.get(page.format(id=review_id)) for page in PAGES]
    found = [b"%d %s" % (answer.status_code, answer.data) for answer in answers]
    return [re.sub(rb'(csrf[-_]token"[^>]*(?:value|content)=)"[^"]+"', rb"\1", data) for data in found]


def _forget(sheet: ScoreSheet) -> None:
    db.session.execute(text("DELETE FROM score WHERE sheet_id = :id"), {"id": sheet.id})
    db.session.commit()


@pytest.mark.parametrize("who", ["assessor", "observer", "secretariat"])
def test_no_byte_depends_on_the_scores_of_the_other_assessor(
    client: FlaskClient, review: Review, who: str
) -> None:
    user, number, other = _reader(review, who), review.id, sheets_of(review)[1]
    score_all(other, "5", True, SECRET)
    generous = _seen(client, user, number)
    _forget(other)
    score_all(other, "0", False, "Nothing was found.")
    operations.give_score(other, "2.8", ScoreContent(points="1", minimum_met=False, justification="No."))
    strict = _seen(client, user, number)
    _forget(other)
    nothing = _seen(client, user, number)
    assert generous == strict == nothing
    assert all(SECRET.encode() not in data for data in generous)


def test_locked_sheet_of_the_other_stays_hidden_until_the_own_one_is_locked(
    client: FlaskClient, review: Review
) -> None:
    user, number = _reader(review, "assessor"), review.id
    score_all(sheets_of(review)[1], "5", True, SECRET)
    lock(sheets_of(review)[1])
    assert all(SECRET.encode() not in data for data in _seen(client, user, number))
    assert client.get(f"/reviews/{number}/consensus").status_code == 404
    own = sheets_of(review)[0]
    score_all(own)
    lock(own)
    assert SECRET in client.get(f"/reviews/{number}/consensus/2.8").text


def test_secretariat_sees_who_locked_and_no_points(client: FlaskClient, review: Review) -> None:
    score_all(sheets_of(review)[1], "5", True, SECRET)
    lock(sheets_of(review)[1])
    user = _reader(review, "secretariat")
    sign_in(client, user)
    page = client.get(f"/reviews/{review.id}/assignment").text
    assert ("Sheet locked" in page, "Sheet not locked yet" in page) == (True, True)
    assert SECRET not in page
    assert client.get(f"/reviews/{review.id}/consensus").status_code == 404
    assert client.get(f"/reviews/{review.id}/desk/2.8").status_code == 404
