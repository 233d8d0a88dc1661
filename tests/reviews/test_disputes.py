"""A disagreement that stays: declared by an assessor, scored blind and decided by a third expert, all of it kept."""

from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.commenting.operations import send_draft
from labelapp.reviews.disputes.models import Dispute
from labelapp.reviews.disputes.operations import decide, declare_dispute, give_third_score, nominate_third
from labelapp.reviews.disputes.queries import disputes_of, open_disputes
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import AssessorRole, Review
from labelapp.reviews.objections.operations import raise_objection, settle_objection
from labelapp.reviews.queries.agreements import agreements_of
from labelapp.reviews.record import for_the_team, load_record
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.reviews import (
    accept_nominees,
    agree_on,
    declare_clear,
    lock,
    make_assessor,
    make_officer,
    make_report,
    make_review,
    score_all,
    sheets_of,
    start_scoring,
    write_draft,
)

FOUR = Judgement(Fraction(4), True)
LEAD_SAYS, CO_SAYS = "Only the lead wrote this.", "Only the co-assessor wrote this."


@pytest.fixture
def review(app: Flask) -> Review:
    """Both sheets are locked and differ in 2.8 and 4.1."""
    review = start_scoring(make_review())
    first, second = sheets_of(review)
    score_all(first, {"2.8": "3", "4.1": "4"}, justification=LEAD_SAYS)
    score_all(second, {"2.8": "5", "4.1": "5"}, justification=CO_SAYS)
    lock(first)
    lock(second)
    return review


def _people(review: Review) -> list[User]:
    return [sheet.assignment.user for sheet in sheets_of(review)]


def _declare(review: Review, code: str = "2.8") -> Dispute:
    return declare_dispute(review, code, "We read the list differently.", by=_people(review)[0])


def _third(review: Review, declared: bool = True) -> User:
    user = make_assessor("Nadia Petrova", country="BG")
    nominate_third(review, user, by=make_user("Ines Kovač", roles=[RoleName.SECRETARIAT]))
    if declared:
        declare_clear(review, user)
        accept_nominees(review)
    return user


def test_only_an_open_difference_can_be_disputed_and_with_a_reason(review: Review) -> None:
    lead = _people(review)[0]
    with pytest.raises(InvalidInput, match="why"):
        declare_dispute(review, "2.8", " ", by=lead)
    with pytest.raises(InvalidInput, match="same"):
        declare_dispute(review, "1.2", "A reason.", by=lead)
    _declare(review)
    with pytest.raises(DomainError, match="declared already"):
        _declare(review)
    operations.propose(review, "2.8", FOUR, "We agree after all.", by=lead)
    operations.propose(review, "2.8", FOUR, "We agree after all.", by=_people(review)[1])
    assert open_disputes(review) == {}


def test_third_expert_is_nominated_for_a_disagreement_only_and_by_the_rules(review: Review) -> None:
    secretariat = make_user(roles=[RoleName.SECRETARIAT])
    with pytest.raises(DomainError, match="no disagreement"):
        nominate_third(review, make_assessor("Nadia Petrova"), by=secretariat)
    _declare(review)
    unqualified = make_assessor("Piet de Vries", qualifications=["cme-bronze"])
    for person in (_people(review)[0], unqualified):
        with pytest.raises(InvalidInput):
            nominate_third(review, person, by=secretariat)
    with pytest.raises(InvalidInput):
        operations.nominate(review, make_assessor("Olga Lind"), AssessorRole.THIRD_EXPERT, by=secretariat)
    _third(review)
    with pytest.raises(DomainError, match="taken"):
        nominate_third(review, make_assessor("Olga Lind"), by=secretariat)


def test_third_value_decides_and_every_value_is_in_the_record(review: Review) -> None:
    dispute, third = _declare(review), _third(review)
    with pytest.raises(DomainError, match="own score first"):
        decide(review, dispute, FOUR, "A reason.", by=third)
    give_third_score(review, dispute, Judgement(Fraction(2), True), "Two names are missing.", by=third)
    with pytest.raises(DomainError, match="already"):
        give_third_score(review, dispute, FOUR, "Again.", by=third)
    with pytest.raises(DomainError, match="third expert"):
        operations.propose(review, "2.8", FOUR, "Too late.", by=_people(review)[0])
    with pytest.raises(InvalidInput, match="reason"):
        decide(review, dispute, FOUR, " ", by=third)
    decide(review, dispute, FOUR, "The list of May counts.", by=third)
    with pytest.raises(DomainError):
        decide(review, dispute, FOUR, "Again.", by=third)
    kept = load_record(make_report(review).content).indicators["2.8"]
    assert kept.third is not None
    assert [sheet.points for sheet in kept.sheets] == ["3", "5"]
    assert (kept.third.points, kept.third.name, kept.consensus.points) == ("2", "Nadia Petrova", "4")
    assert (kept.reason, kept.third.disagreement) == (
        "The list of May counts.",
        "We read the list differently.",
    )
    actions = [event.action for event in timeline(review)]
    assert [one for one in actions if one.startswith("dispute.") or one == "score.decided"] == [
        "dispute.declared",
        "dispute.scored",
        "score.decided",
    ]


def test_team_reads_what_a_third_expert_decided_and_not_who_that_was(review: Review) -> None:
    dispute, third = _declare(review), _third(review)
    give_third_score(review, dispute, Judgement(Fraction(2), True), "Two names are missing.", by=third)
    decide(review, dispute, FOUR, "The list of May counts.", by=third)
    shared = for_the_team(load_record(make_report(review).content)).model_dump_json()
    assert "The list of May counts." in shared
    assert "Nadia Petrova" not in shared
    assert "Two names are missing." not in shared


def test_report_is_not_sent_while_a_disagreement_is_open(review: Review) -> None:
    _declare(review)
    lead = _people(review)[0]
    operations.take_over_equal(review, by=lead)
    agree_on(review, "4.1", FOUR, "Agreed.")
    write_draft(review)
    with pytest.raises(InvalidInput, match=r"2\.8"):
        send_draft(review, by=lead)


def test_third_expert_waits_until_the_applicant_can_object_no_more(
    client: FlaskClient, review: Review
) -> None:
    _declare(review)
    third = _third(review, declared=False)
    declare_clear(review, third)
    objection = policy.assignment_of(third, review).objection
    number, manager = review.id, review.submission.confirmed_by
    db.session.commit()
    sign_in(client, third)
    assert client.get(f"/reviews/{number}/disputes/2.8").status_code == 404
    assert "may still object to you" in client.get("/reviews").text
    raise_objection(objection, "They worked for a neighbour.", by=manager)
    db.session.commit()
    assert client.get(f"/reviews/{number}/disputes/2.8").status_code == 404
    settle_objection(objection, upheld=False, answer="That was ten years ago.", by=make_officer(review))
    db.session.commit()
    assert client.get(f"/reviews/{number}/disputes/2.8").status_code == 200


def test_new_assessor_ends_disagreements_and_the_seat_of_the_third(review: Review) -> None:
    _declare(review)
    _third(review)
    operations.end_assignment(sheets_of(review)[1].assignment, by=None)
    assert [one.role for one in review.assignments if one.ended_at is None] == [AssessorRole.LEAD]
    newcomer = make_assessor("Olga Lind", country="SE")
    operations.nominate(review, newcomer, AssessorRole.CO_ASSESSOR, by=None)
    declare_clear(review, newcomer)
    accept_nominees(review)
    operations.start_review(review, by=None)
    score_all(sheets_of(review)[1], {"2.8": "5"})
    lock(sheets_of(review)[1])
    assert disputes_of(review) == {}


def test_third_expert_sees_the_disputed_indicator_only_and_the_others_after_the_own_score(
    client: FlaskClient, review: Review
) -> None:
    _declare(review)
    third = _third(review, declared=False)
    number = review.id
    sign_in(client, third)
    assert client.get(f"/reviews/{number}/disputes/2.8").status_code == 404
    declare_clear(review, third)
    accept_nominees(review)
    db.session.commit()
    foreign = ("desk", "desk/2.8", "lock", "consensus", "consensus/2.8", "report", "disputes/4.1")
    assert {client.get(f"/reviews/{number}/{page}").status_code for page in foreign} == {404}
    page = client.get(f"/reviews/{number}/disputes/2.8").text
    assert "54 participants" in page
    assert LEAD_SAYS not in page
    assert CO_SAYS not in page
    assert "We read the list differently." not in page
    data = {"points": "4", "minimum_met": "yes", "justification": "Seen."}
    refused = client.post(f"/reviews/{number}/disputes/2.8/score", data=data | {"justification": ""})
    assert refused.status_code == 422
    assert LEAD_SAYS not in refused.text
    assert client.post(f"/reviews/{number}/disputes/2.8/score", data=data).status_code == 303
    page = client.get(f"/reviews/{number}/disputes/2.8").text
    assert LEAD_SAYS in page
    assert CO_SAYS in page
    decided = client.post(
        f"/reviews/{number}/disputes/2.8/decide",
        data={"points": "4", "minimum_met": "yes", "reason": "The list of May counts."},
    )
    assert decided.status_code == 303
    assert agreements_of(db.session.get_one(Review, number))["2.8"].reason == "The list of May counts."


def test_secretariat_is_told_and_finds_a_third_expert_in_the_browser(
    client: FlaskClient, review: Review
) -> None:
    secretariat = make_officer(review)
    lead, number = _people(review)[0], review.id
    sign_in(client, lead)
    page = f"/reviews/{number}/consensus/2.8"
    assert client.post(f"{page}/disagree", data={"why": ""}).status_code == 422
    assert client.post(f"{page}/disagree", data={"why": "No way."}).status_code == 303
    assert "A third expert decides" in client.get(page).text
    mails = db.session.query(OutboxMail).filter_by(recipient=secretariat.email).all()
    assert any("third expert" in mail.subject for mail in mails)
    person = make_assessor("Nadia Petrova", country="BG")
    db.session.commit()
    sign_in(client, secretariat)
    assert f"/reviews/{number}/third-expert" in client.get("/tasks").text
    assert "Nadia Petrova" in client.get(f"/reviews/{number}/third-expert").text
    answer = client.post(f"/reviews/{number}/third-expert", data={"person": person.id})
    assert answer.status_code == 303
    sign_in(client, person)
    assert f"/reviews/{number}/interests" in client.get("/reviews").text
