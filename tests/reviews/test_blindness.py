"""Nothing that one person sees depends on the other assessor's scores before both sheets are locked."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter
from werkzeug.test import TestResponse

from labelapp.accounts.models import User
from labelapp.clock import set_clock
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.models import Review, ScoreSheet
from labelapp.reviews.operations import ScoreContent
from labelapp.reviews.queries.flags import flagged
from tests.factories.accounts import sign_in, sign_out
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
# Signing out would end the walk.
LEAVES = ("security.logout",)
TEXTS = {"code": "2.8", "sha256": "0" * 64, "filename": "js/desk.js", "scheme_code": "cme-gold"}
# What differs at every answer whatever is in the database: made alike, and the rest compared.
TOKENS = (
    rb'(csrf[-_]token\\?"[^>]*?(?:value|content)=)\\?"[^"\\]+\\?"',
    rb"(nonce[-=])[\"']?[\w+/=-]+[\"']?",
    rb"((?:Date|Expires|RateLimit): )[^\n]+",
)


@pytest.fixture
def review(app: Flask) -> Review:
    """A review under way, on a clock that stands still."""
    review = make_review()
    make_observer(review)
    start_scoring(review)
    moment = policy.scoring_assignments(review)[0].assigned_at
    set_clock(app, lambda: moment)
    return review


def _reader(review: Review, who: str) -> User:
    if who == "secretariat":
        return make_officer(review)
    role = {"assessor": "lead", "observer": "observer"}[who]
    return next(one.user for one in policy.active_assignments(review) if one.role == role)


def _addresses(app: Flask, review: Review, user: User) -> list[str]:
    """Every address that a GET reaches, with the parameters of this case and of this reader. Nothing is left out."""
    numbers = {"review_id": review.id, "user_id": user.id, "submission_id": review.submission_id}
    numbers |= {"assessment_id": review.submission.assessment_id, "assignment_id": review.assignments[0].id}
    numbers |= {"cluster_id": review.submission.assessment.cluster_id}
    bound, found = app.url_map.bind("localhost"), []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in LEAVES:
            continue
        chosen = {name: _value(name, converter, numbers) for name, converter in rule._converters.items()}
        address = bound.build(rule.endpoint, chosen)
        found += (
            [address, f"{address}?show=flagged", f"{address}?format=csv"]
            if "/desk/" in address
            else [address]
        )
    return sorted(found)


def _value(name: str, converter: BaseConverter, numbers: dict[str, int]) -> Any:
    if isinstance(converter, IntegerConverter):
        return numbers.get(name, 1)
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return TEXTS.get(name, "x")


def _sent(review: Review) -> list[tuple[str, dict[str, Any] | None, dict[str, str] | None]]:
    """What a reader may try to change; the same each time."""
    desk, consensus = f"/reviews/{review.id}/desk", f"/reviews/{review.id}/consensus"
    field = {"field": "points", "value": "3", "version": 0}
    return [
        (f"{desk}/4.1/autosave", field, None),
        (f"{desk}/4.1/autosave", field | {"value": "2"}, None),
        (f"{desk}/9.9/autosave", field, None),
        (f"{desk}/4.1", None, {"points": "3", "justification": "Mine."}),
        (f"{desk}/4.1/choose", None, {"field": "points", "choice": "3"}),
        (f"/reviews/{review.id}/lock", None, {}),
        (f"{consensus}/2.8", None, {"points": "3", "minimum_met": "yes", "reason": "Mine."}),
        (f"{consensus}/2.8/confirm", None, {"proposal": "1"}),
        (f"{consensus}/2.8/disagree", None, {"why": "Mine."}),
        (f"{consensus}/accept-equal", None, {}),
        (f"/reviews/{review.id}/disputes/2.8/score", None, {"points": "3"}),
        (f"/reviews/{review.id}/third-expert", None, {"person": "1"}),
    ]


def _post(client: FlaskClient, user: User, review_id: int) -> dict[str, bytes]:
    """What a reader may try to change, on a sheet that begins anew: what they write comes after what others wrote."""
    own = sheets_of(db.session.get_one(Review, review_id))[0]
    _forget(own)
    operations.give_score(own, "2.8", ScoreContent(points="3", justification="Mine."))
    sign_out(client)  # Each round begins with the same, empty session.
    sign_in(client, user)
    sent = _sent(db.session.get_one(Review, review_id))
    return {
        f"POST {number} {address}": _whole(client.post(address, json=json, data=data))
        for number, (address, json, data) in enumerate(sent)
    }


def _seen(client: FlaskClient, user: User, review_id: int) -> dict[str, bytes]:
    """Status, headers and body of every answer, and every mail to the reader, with tokens made alike."""
    addresses = _addresses(client.application, db.session.get_one(Review, review_id), user)
    email, found = user.email, _post(client, user, review_id)
    for address in addresses:
        found[f"GET {address}"] = _whole(client.get(address))
    mails = db.session.scalars(
        select(OutboxMail).where(OutboxMail.recipient == email).order_by(OutboxMail.id)
    )
    found["mails"] = "".join(f"{one.subject}{one.body}" for one in mails).encode()
    return found


def _whole(answer: TestResponse) -> bytes:
    headers = [f"{name}: {value}" for name, value in answer.headers if name != "Set-Cookie"]
    cookies = [re.sub("=[^;]+", "=", cookie) for cookie in answer.headers.getlist("Set-Cookie")]
    whole = "\n".join([answer.status, *headers, *cookies, ""]).encode() + answer.get_data()
    answer.close()
    for token in TOKENS:
        whole = re.sub(token, rb"\1", whole)
    return whole


def _forget(sheet: ScoreSheet) -> None:
    db.session.execute(text("DELETE FROM score WHERE sheet_id = :id"), {"id": sheet.id})
    db.session.commit()


@pytest.mark.parametrize(
    "who",
    [
        "assessor",
        pytest.param("observer", marks=pytest.mark.one_database),
        pytest.param("secretariat", marks=pytest.mark.one_database),
    ],
)
def test_no_byte_depends_on_what_the_other_assessor_scored(
    client: FlaskClient, review: Review, who: str
) -> None:
    """Two other assessors: a strict one who began, and a generous one who flagged, asked and finished."""
    user, number, other = _reader(review, who), review.id, sheets_of(review)[1]
    operations.give_score(other, "2.8", ScoreContent(points="1", minimum_met=False, justification="No."))
    strict = _seen(client, user, number)
    _forget(other)
    score_all(other, "5", True, SECRET, SECRET)
    operations.give_score(other, "4.1", ScoreContent("5", True, None, SECRET, "", "", SECRET, True))
    generous = _seen(client, user, number)
    _compare(strict, generous)
    assert sum(b"200 OK" in answer for answer in generous.values()) > 10
    if who == "assessor":
        lock(other)
        _compare(generous, _seen(client, user, number))


def _compare(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert [address for address in one if one[address] != other[address]] == []
    assert one.keys() == other.keys()
    assert [address for address in other if SECRET.encode() in other[address]] == []


def test_question_for_the_visit_is_its_authors_until_all_sheets_are_locked(review: Review) -> None:
    first, second = sheets_of(review)
    lead, co = first.assignment.user, second.assignment.user
    operations.give_score(second, "4.1", ScoreContent(visit_question=SECRET, flagged=True))
    assert flagged(review, lead) == {} == flagged(review)
    assert [one.question for one in flagged(review, co)["4.1"]] == [SECRET]
    for sheet in (first, second):
        score_all(sheet, leave=("4.1",))
    operations.give_score(second, "4.1", _complete(flagged=True, visit_question=SECRET))
    operations.give_score(first, "4.1", _complete())
    lock(first)
    lock(second)
    assert [one.assessor.id for one in flagged(review, lead)["4.1"]] == [co.id]


def _complete(**more: Any) -> ScoreContent:
    return ScoreContent("3", True, None, "Seen.", **more)


def test_locked_sheet_of_the_other_stays_hidden_until_the_own_one_is_locked(
    client: FlaskClient, review: Review
) -> None:
    user, number = _reader(review, "assessor"), review.id
    score_all(sheets_of(review)[1], "5", True, SECRET)
    lock(sheets_of(review)[1])
    assert all(SECRET.encode() not in data for data in _seen(client, user, number).values())
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
