"""Nobody sees a draft question of somebody else, and the applicant sees nothing before a round is sent."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.clock import set_clock
from labelapp.reviews import policy
from labelapp.reviews.clarifications import asking
from labelapp.reviews.clarifications.models import Reason
from labelapp.reviews.clarifications.queries import drafts_of
from labelapp.reviews.models import Review
from tests.factories.accounts import make_user, sign_in
from tests.factories.clarifications import make_round, manager_of, reply, scorers
from tests.factories.reviews import make_observer, make_review, start_scoring

SECRET = "Asked by the other assessor only."
PAGES = (
    "/tasks",
    "/reviews",
    "/cases",
    "/reviews/{id}/assignment",
    "/reviews/{id}/desk/1.1",
    "/reviews/{id}/desk/2.8",
    "/reviews/{id}/lock",
    "/reviews/{id}/clarifications",
    "/reviews/{id}/clarifications/send",
    "/reviews/{id}/clarifications/1/close",
    "/assessments/{assessment}/clarifications",
    "/assessments/{assessment}",
)


@pytest.fixture
def review(app: Flask) -> Review:
    """A review under way with an observer, on a clock that stands still."""
    review = make_review()
    make_observer(review)
    start_scoring(review)
    moment = policy.scoring_assignments(review)[0].assigned_at
    set_clock(app, lambda: moment)
    return review


def _reader(review: Review, who: str) -> User:
    if who == "secretariat":
        return make_user("Ines Kovač", roles=[RoleName.SECRETARIAT])
    if who == "applicant":
        return manager_of(review)
    role = {"lead": "lead", "observer": "observer"}[who]
    return next(one.user for one in policy.active_assignments(review) if one.role == role)


def _seen(client: FlaskClient, user: User, review: Review) -> list[bytes]:
    sign_in(client, user)
    values = {"id": review.id, "assessment": review.submission.assessment_id}
    answers = [client.get(page.format(**values)) for page in PAGES]
    found = [b"%d %s" % (answer.status_code, answer.data) for answer in answers]
    return [re.sub(rb'(csrf[-_]token"[^>]*(?:value|content)=)"[^"]+"', rb"\1", data) for data in found]


@pytest.mark.parametrize("who", ["lead", "observer", "secretariat", "applicant"])
def test_no_byte_depends_on_the_draft_questions_of_the_other_assessor(
    client: FlaskClient, review: Review, who: str
) -> None:
    co, user = scorers(review)[1], _reader(review, who)
    nothing = _seen(client, user, review)
    for code in ("1.1", "2.8"):
        asking.ask(review, code, Reason.INCORRECT, SECRET, by=co)
    assert len(drafts_of(review, [co.id])) == 2
    assert _seen(client, user, review) == nothing


def test_applicant_reads_the_question_and_not_who_asks(client: FlaskClient, review: Review) -> None:
    lead, co = scorers(review)
    asking.ask(review, "1.1", Reason.UNCLEAR, "Since when?", by=co)
    round_ = asking.send_round(review, by=lead)
    sign_in(client, manager_of(review))
    for path in (f"/clarifications/{round_.id}", f"/clarifications/{round_.id}/1.1"):
        page = client.get(path).text
        assert "Since when?" in page
        assert all(person.name not in page for person in (lead, co))


@pytest.mark.parametrize("who", ["lead", "observer", "secretariat"])
def test_drafts_of_the_applicant_stay_with_the_applicant_until_the_round_ends(
    client: FlaskClient, review: Review, who: str
) -> None:
    round_, user = make_round(review), _reader(review, who)
    before = _seen(client, user, review)
    reply(round_, "1.1", {"listed": "95", "comment": "Only for us so far."})
    assert _seen(client, user, review) == before
    assert client.get(f"/clarifications/{round_.id}").status_code == 404
    assert client.get(f"/clarifications/{round_.id}/1.1").status_code == 404
