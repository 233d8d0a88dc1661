"""A person is replaced in mid-case: what they locked stays, and their successor does not see it before the time.

The successor's pages, headers and mails are compared byte by byte for two predecessors who scored differently.
"""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from labelapp.accounts.models import RoleName, User
from labelapp.clock import now, set_clock
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.drafting.operations import as_text, write_section
from labelapp.reviews.leaving.operations import replace_person
from labelapp.reviews.leaving.policy import earlier_sheets
from labelapp.reviews.models import AssessorRole, Assignment, Ending, Review, ReviewState, Score, ScoreSheet
from labelapp.reviews.operations import ScoreContent
from labelapp.reviews.queries.sheets import entries_of
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.reviews import (
    declare_as_officer,
    declare_clear,
    lock,
    make_assessor,
    make_compared,
    make_report,
    score_all,
    sheets_of,
    start_scoring,
)

SECRET = "Seen by the predecessor only."
PAGES = (
    "/tasks",
    "/reviews",
    "/reviews/{id}/desk/2.8",
    "/reviews/{id}/desk/4.1",
    "/reviews/{id}/lock",
    "/reviews/{id}/interests",
    "/reviews/{id}/visit",
    "/reviews/{id}/clarifications",
    "/reviews/{id}/consensus",
    "/reviews/{id}/consensus/2.8",
    "/reviews/{id}/report",
    "/reviews/{id}/report.pdf",
    "/reviews/{id}/earlier-sheets",
    "/reviews/{id}/decline",
)
WHY = "Ill for two months."


@pytest.fixture
def office(app: Flask) -> User:
    return make_user("Ines Kovač", roles=[RoleName.SECRETARIAT])


@pytest.fixture
def review(app: Flask, office: User) -> Review:
    """A review under way, on a clock that stands still."""
    review = start_scoring()
    declare_as_officer(office, review)
    moment = now()
    set_clock(app, lambda: moment)
    return review


def _succeed(review: Review, office: User) -> tuple[Assignment, User]:
    """The second assessor has locked and is replaced; the successor has declared, and scores."""
    leaver = policy.scoring_assignments(review)[1]
    assert leaver.sheet
    score_all(leaver.sheet, "5", True, SECRET)
    lock(leaver.sheet)
    replace_person(leaver, WHY, by=office)
    successor = make_assessor("Piet de Vries", country="NL")
    operations.nominate(review, successor, AssessorRole.CO_ASSESSOR, by=office)
    for person in (successor, policy.scoring_assignments(review)[0].user):
        declare_clear(review, person)
    start_scoring(review)
    return leaver, successor


def _rewrite(sheet: ScoreSheet, points: str, met: bool, words: str) -> None:
    """Other scores on a locked sheet, as if the predecessor had given them."""
    locked_at, sheet.locked_at = sheet.locked_at, None
    db.session.execute(delete(Score).where(Score.sheet_id == sheet.id))
    score_all(sheet, points, met, words)
    sheet.locked_at = locked_at
    db.session.commit()


def _seen(client: FlaskClient, user: User, number: int) -> list[bytes]:
    """Every page with its headers, without what differs each time; the mails too."""
    sign_in(client, user)
    sent = {"field": "points", "value": "3", "version": 0}
    answers = [client.post(f"/reviews/{number}/desk/4.1/autosave", json=sent)]
    answers += [client.get(page.format(id=number)) for page in PAGES]
    found = []
    for answer in answers:
        headers = sorted((key, value) for key, value in answer.headers if key not in ("Set-Cookie", "Date"))
        text = re.sub(rb"'nonce-[^']+'", b"", str(headers).encode()) + answer.data
        text = re.sub(rb'nonce="[^"]+"', b"", text)
        text = re.sub(rb'(csrf[-_]token"[^>]*(?:value|content)=)"[^"]+"', rb"\1", text)
        found.append(b"%d %s" % (answer.status_code, text))
    mails = db.session.scalars(
        select(OutboxMail).where(OutboxMail.recipient == user.email).order_by(OutboxMail.id)
    )
    return [*found, *(mail.body.encode() for mail in mails)]


def test_no_byte_to_the_successor_depends_on_what_the_predecessor_locked(
    client: FlaskClient, review: Review, office: User
) -> None:
    leaver, successor = _succeed(review, office)
    number, sheet = review.id, leaver.sheet
    assert sheet
    generous = _seen(client, successor, number)
    _rewrite(sheet, "0", False, "Nothing was found.")
    strict = _seen(client, successor, number)
    assert generous == strict
    assert all(SECRET.encode() not in data for data in generous)
    own = policy.own_sheet(successor, review)
    assert own
    score_all(own)
    lock(own)
    locked = _seen(client, successor, number)
    _rewrite(sheet, "5", True, SECRET)
    assert _seen(client, successor, number) == locked, "one's own lock is not enough"


def test_predecessor_who_was_replaced_after_the_comparison_stays_hidden_too(
    client: FlaskClient, office: User
) -> None:
    review = make_compared()
    lead, leaver = policy.scoring_assignments(review)
    operations.take_over_equal(review, by=lead.user)
    write_section(review, "summary", as_text(SECRET), by=lead.user)
    replace_person(leaver, WHY, by=office)
    successor = make_assessor("Piet de Vries", country="NL")
    operations.nominate(review, successor, AssessorRole.CO_ASSESSOR, by=office)
    declare_clear(review, successor)
    start_scoring(review)
    seen = _seen(client, successor, review.id)
    assert all(SECRET.encode() not in data for data in seen)
    for page in ("consensus", "consensus/2.8", "report", "earlier-sheets"):
        assert client.get(f"/reviews/{review.id}/{page}").status_code == 404, page


def test_earlier_sheet_is_kept_and_shown_once_all_are_locked(
    client: FlaskClient, review: Review, office: User
) -> None:
    leaver, successor = _succeed(review, office)
    for sheet in sheets_of(review):
        score_all(sheet, "3")
        lock(sheet)
    assert review.state is ReviewState.CONSENSUS
    assert [one.id for one in earlier_sheets(review)] == [leaver.id]
    page = f"/reviews/{review.id}/earlier-sheets"
    for reader in (successor, office):
        sign_in(client, reader)
        assert SECRET in client.get(page).text
        assert page in client.get(f"/reviews/{review.id}/consensus").text
    sign_in(client, leaver.user)
    assert client.get(page).status_code == 404, "whoever is off the case sees nothing of it"
    assert SECRET not in client.get("/reviews").text


def test_what_the_predecessor_locked_neither_counts_nor_changes(review: Review, office: User) -> None:
    leaver, _successor = _succeed(review, office)
    assert leaver.sheet
    before = entries_of(leaver.sheet.id)
    content = make_report(review, points="3").content
    assert leaver.user.name not in str(content)
    assert SECRET not in str(content)
    assert entries_of(leaver.sheet.id) == before
    with pytest.raises(DomainError):
        operations.give_score(leaver.sheet, "2.8", ScoreContent(points="1"))


def test_replacement_keeps_the_reason_and_tells_the_person_without_it(review: Review, office: User) -> None:
    leaver = policy.scoring_assignments(review)[1]
    with pytest.raises(InvalidInput):
        replace_person(leaver, " ", by=office)
    replace_person(leaver, WHY, by=office)
    assert (leaver.ending, leaver.ending_reason) == (Ending.REPLACED, WHY)
    mails = db.session.scalars(
        select(OutboxMail).where(OutboxMail.recipient == leaver.user.email).order_by(OutboxMail.id)
    )
    bodies = [mail.body for mail in mails]
    assert "gave your part" in bodies[-1]
    assert all(WHY not in body for body in bodies)
    with pytest.raises(DomainError):
        replace_person(leaver, WHY, by=office)
