"""Anybody complains; the holder is heard; a founded complaint leaves something for the surveillance."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.certificates.complaints import operations, policy
from labelapp.certificates.complaints.models import Complaint, ComplaintOutcome, ComplaintState
from labelapp.certificates.complaints.operations import Closing
from labelapp.certificates.complaints.queries import complaints_of_secretariat, open_complaints
from labelapp.certificates.models import Certificate
from labelapp.clock import init_clock, today
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.board import make_reported
from tests.factories.complaints import SENDER, make_asked, make_complaint
from tests.factories.decisions import make_decision
from tests.factories.reviews import declare_as_officer, declare_conflict

pytestmark = pytest.mark.usefixtures("app")

UNFOUNDED = Closing(ComplaintOutcome.UNFOUNDED, "It holds the label.", "We found nothing wrong.")


@pytest.fixture
def certificate() -> Certificate:
    decision = make_decision(make_reported())
    return db.session.scalars(select(Certificate).where(Certificate.decision_id == decision.id)).one()


def for_surveillance() -> Closing:
    return Closing(
        ComplaintOutcome.FOUNDED_SURVEILLANCE,
        "They did.",
        "We look at it.",
        "Advertisements.",
        today() + timedelta(days=40),
    )


def mails_to(address: str) -> list[str]:
    query = select(OutboxMail.body).where(OutboxMail.recipient == address).order_by(OutboxMail.id)
    return list(db.session.scalars(query))


def asked(certificate: Certificate) -> tuple[Complaint, User]:
    """A complaint to which the holder is asked to answer, and its officer."""
    complaint = make_complaint(certificate)
    officer = make_user("Olga Amtmann", roles=[RoleName.SECRETARIAT])
    declare_as_officer(officer)
    operations.take_charge(complaint, officer, True, "")
    operations.ask_holder(complaint, "Which label do you advertise?", officer)
    return complaint, officer


def test_complaint_of_anybody_is_confirmed_without_its_text_and_reaches_the_secretariat(
    client: FlaskClient, certificate: Certificate
) -> None:
    officer = make_user(roles=[RoleName.SECRETARIAT])
    db.session.commit()
    sent = {"text": "They lie. http://spam.example", "name": "Wanda Klage", "email": "Wanda@sender.example"}
    answer = client.post(f"/verify/{certificate.code}/complaint", data=sent)
    assert answer.status_code == 303
    (body,) = mails_to("wanda@sender.example")
    assert "spam.example" not in body
    assert "C-" in body
    assert any("/complaints/" in text for text in mails_to(officer.email))


def test_complaint_of_a_robot_looks_received_and_is_not(client: FlaskClient) -> None:
    sent = {"text": "Buy!", "name": "R", "email": "r@robots.example", "website": "http://spam.example"}
    assert client.post("/complaints/new", data=sent).status_code == 303
    assert db.session.scalars(select(Complaint.id)).all() == []
    assert mails_to("r@robots.example") == []


def test_complaints_from_one_visitor_are_limited(client: FlaskClient) -> None:
    codes = [
        client.post(
            "/complaints/new", data={"text": "Slow.", "name": "A", "email": f"a{number}@sender.example"}
        ).status_code
        for number in range(6)
    ]
    assert codes == [303] * 5 + [429]


def test_holder_reads_the_question_and_never_who_complained(
    client: FlaskClient, certificate: Certificate
) -> None:
    complaint, _officer = asked(certificate)
    manager = people_with(certificate.cluster, TeamRole.MANAGER)[0]
    db.session.commit()
    sign_in(client, manager)
    page = client.get(f"/complaints/{complaint.id}/statement").text
    assert "Which label do you advertise?" in page
    mails = "".join(mails_to(manager.email))
    for secret in (SENDER.name, SENDER.email, complaint.text):
        assert secret not in page
        assert secret not in mails
    assert client.get(f"/complaints/{complaint.id}").status_code == 404
    assert SENDER.name not in str([event.details for event in timeline(complaint)])


def test_officer_with_an_interest_learns_nothing_and_one_who_has_not_declared_reads_nothing(
    certificate: Certificate,
) -> None:
    biased, fresh = (make_user(name, roles=[RoleName.SECRETARIAT]) for name in ("Bent", "Fia"))
    assert certificate.decision is not None
    declare_conflict(certificate.decision.review, biased)
    complaint = make_complaint(certificate)
    assert not policy.may_open(biased, complaint)
    assert open_complaints(biased) == []
    assert complaints_of_secretariat(biased, None).items == []
    assert not any("/complaints/" in text for text in mails_to(biased.email))
    assert policy.may_open(fresh, complaint)
    assert not policy.may_read(fresh, complaint)
    declare_as_officer(fresh)
    assert policy.may_read(fresh, complaint)


def test_officer_says_to_have_had_no_part_and_not_against_the_log(certificate: Certificate) -> None:
    complaint = make_complaint(certificate)
    assert certificate.decision is not None
    worked = certificate.decision.decided_by
    with pytest.raises(InvalidInput, match="had no part"):
        operations.take_charge(complaint, worked, False, "")
    with pytest.raises(InvalidInput, match="log shows"):
        operations.take_charge(complaint, worked, True, "")
    operations.take_charge(complaint, worked, False, "Nobody else is there.")
    assert complaint.officer is worked


def test_founded_complaint_waits_until_the_holder_was_heard(app: Flask, certificate: Certificate) -> None:
    complaint, officer = asked(certificate)
    with pytest.raises(InvalidInput, match="right to be heard"):
        operations.close_complaint(complaint, for_surveillance(), officer)
    assert complaint.statement_due_on is not None
    init_clock(app, complaint.statement_due_on + timedelta(days=1))
    operations.close_complaint(complaint, for_surveillance(), officer)
    assert complaint.state is ComplaintState.CLOSED
    with pytest.raises(DomainError, match="closed"):
        operations.close_complaint(complaint, UNFOUNDED, officer)


def test_surveillance_needs_words_a_day_to_come_and_a_certificate(certificate: Certificate) -> None:
    complaint, officer = asked(certificate)
    operations.state(complaint, "We do not.", people_with(certificate.cluster, TeamRole.MANAGER)[0])
    for wrong in (
        replace(for_surveillance(), note=" "),
        replace(for_surveillance(), due_on=None),
        replace(for_surveillance(), due_on=today() - timedelta(days=1)),
    ):
        with pytest.raises(InvalidInput, match="surveillance"):
            operations.close_complaint(complaint, wrong, officer)
    with pytest.raises(InvalidInput, match="no certificate"):
        operations.check_closing(make_complaint(), for_surveillance())


def test_complainant_and_holder_are_told_the_outcome_in_general_words(certificate: Certificate) -> None:
    complaint, officer = asked(certificate)
    operations.close_complaint(complaint, UNFOUNDED, officer)
    told = mails_to(SENDER.email)[-1]
    assert "We found nothing wrong." in told
    assert "It holds the label." not in told
    holder = mails_to(people_with(certificate.cluster, TeamRole.MANAGER)[0].email)[-1]
    assert "It holds the label." not in holder


def test_assessors_give_an_opinion_once() -> None:
    decision = make_decision()
    certificate = db.session.scalars(select(Certificate)).one()
    complaint = make_asked(certificate)
    (lead, _other) = (one.user for one in decision.review.assignments)
    opinion = complaint.opinions[0]
    assert policy.may_give_opinion(opinion.user, opinion)
    assert not policy.may_give_opinion(make_user("Sam Stranger"), opinion)
    operations.give_opinion(opinion, "It does not touch what we found.", opinion.user)
    with pytest.raises(DomainError, match="sent already"):
        operations.give_opinion(opinion, "It does.", opinion.user)
    declare_conflict(decision.review, lead)
    assert lead not in operations.assessors_to_ask(complaint)
