"""Nobody suspends or withdraws before the holder was heard, unless it is urgent; then it is heard afterwards."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.certificates.hearings.models import Act, Hearing, HearingOutcome
from labelapp.certificates.hearings.operations import (
    Notice,
    answer_hearing,
    decide_hearing,
    open_hearing,
    waive_hearing,
)
from labelapp.certificates.hearings.policy import may_answer, may_decide_hearing, may_know_hearing
from labelapp.certificates.hearings.tasks import tasks
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import suspend_certificate
from labelapp.certificates.presentation import history
from labelapp.certificates.status import published_reason, status_of
from labelapp.clock import today
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.schemes.validity import Status
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member
from tests.factories.evidence import make_document
from tests.factories.surveillance import go_to, make_hearing, make_held, make_officer, run_day

pytestmark = pytest.mark.usefixtures("app")

DAY = date(2026, 12, 1)
CARRIED_OUT, DROPPED = HearingOutcome.CARRIED_OUT, HearingOutcome.DROPPED


@pytest.fixture
def held() -> tuple[Certificate, User]:
    go_to(DAY)
    return make_held(date(2026, 2, 10))


def subjects_to(user: User) -> list[str]:
    query = select(OutboxMail.subject).where(OutboxMail.recipient == user.email).order_by(OutboxMail.id)
    return list(db.session.scalars(query))


def test_notice_gives_the_working_days_of_the_scheme_and_is_no_decision(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    hearing = make_hearing(certificate, make_officer())
    assert hearing.due_on == add_working_days(DAY, 15, "DK")
    assert status_of(certificate, DAY) is Status.VALID
    assert "may be withdrawn" in subjects_to(manager)[-1]
    with pytest.raises(DomainError, match="heard already"):
        make_hearing(certificate, make_officer())


def test_decision_waits_for_the_end_of_the_period_when_the_holder_is_silent(
    held: tuple[Certificate, User],
) -> None:
    certificate, _manager = held
    officer = make_officer()
    hearing = make_hearing(certificate, officer)
    go_to(hearing.due_on)
    with pytest.raises(DomainError, match="right to be heard"):
        decide_hearing(hearing, CARRIED_OUT, "No answer came.", officer)
    for _again in range(2):
        run_day(hearing.due_on + timedelta(days=1))
    assert [one for one in subjects_to(officer) if "period" in one] == [
        f"The period of a hearing is over: {certificate.holder}"
    ]
    decide_hearing(hearing, CARRIED_OUT, "No answer came.", officer)
    assert status_of(certificate, today()) is Status.WITHDRAWN
    assert certificate.status_reason == "No answer came."


def test_answer_with_documents_allows_the_decision_at_once_and_is_given_once(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    officer = make_officer()
    hearing = make_hearing(certificate, officer, Act.SUSPEND)
    document = make_document(certificate.cluster, by=manager)
    with pytest.raises(InvalidInput):
        answer_hearing(hearing, "See the statutes.", [make_document(make_held()[0].cluster)], manager)
    answer_hearing(hearing, "See the statutes.", [document], manager)
    assert [one.revision_id for one in hearing.documents] == [document.files[0].id]
    with pytest.raises(DomainError):
        answer_hearing(hearing, "And again.", [], manager)
    decide_hearing(hearing, DROPPED, "The statutes show it.", officer)
    assert status_of(certificate, today()) is Status.VALID
    assert subjects_to(manager)[-1] == f"Certificate {certificate.serial} stays as it is"
    with pytest.raises(DomainError, match="closed"):
        decide_hearing(hearing, CARRIED_OUT, "After all.", officer)


def test_waiver_allows_the_decision_at_once(held: tuple[Certificate, User]) -> None:
    certificate, manager = held
    hearing = make_hearing(certificate, make_officer(), Act.SUSPEND)
    waive_hearing(hearing, manager)
    decide_hearing(hearing, CARRIED_OUT, "Agreed with the holder.", make_officer())
    assert status_of(certificate, today()) is Status.SUSPENDED


def test_urgent_suspension_holds_at_once_and_is_lifted_when_the_answer_convinces(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    officer = make_officer()
    hearing = make_hearing(
        certificate, officer, Act.SUSPEND, "It sells the label.", urgency="Each day harms."
    )
    assert status_of(certificate, today()) is Status.SUSPENDED
    assert certificate.status_reason == "It sells the label."
    answer_hearing(hearing, "That was somebody else.", [], manager)
    decide_hearing(hearing, DROPPED, "It was somebody else.", officer)
    assert status_of(certificate, today()) is Status.VALID


def test_urgent_suspension_stays_when_it_does_not(held: tuple[Certificate, User]) -> None:
    certificate, manager = held
    hearing = make_hearing(certificate, make_officer(), Act.SUSPEND, urgency="Each day harms.")
    waive_hearing(hearing, manager)
    decide_hearing(hearing, CARRIED_OUT, "Nothing was said.", make_officer())
    assert status_of(certificate, today()) is Status.SUSPENDED
    assert subjects_to(manager)[-1] == f"Certificate {certificate.serial} stays suspended"


def test_withdrawal_is_never_urgent(held: tuple[Certificate, User]) -> None:
    with pytest.raises(InvalidInput, match="never urgent"):
        make_hearing(held[0], make_officer(), Act.WITHDRAW, urgency="Each day harms.")


def test_certificate_that_is_withdrawn_needs_no_hearing(held: tuple[Certificate, User]) -> None:
    held[0].withdrawn_on = DAY
    db.session.commit()
    with pytest.raises(DomainError, match="does not allow"):
        make_hearing(held[0], make_officer())


def test_suspension_with_a_last_day_ends_by_itself_and_stays_in_the_history(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    last = DAY + timedelta(days=30)
    notice = Notice(Act.SUSPEND, "The fee is not paid.", suspend_until=last)
    hearing = open_hearing(certificate, notice, make_officer())
    waive_hearing(hearing, manager)
    decide_hearing(hearing, CARRIED_OUT, "The fee is not paid.", make_officer())
    db.session.commit()
    assert status_of(certificate, last) is Status.SUSPENDED
    assert status_of(certificate, last + timedelta(days=1)) is Status.VALID
    assert published_reason(certificate, last + timedelta(days=1)) == ""
    go_to(last + timedelta(days=5))
    told = [(day, words) for day, words, _reason in history(certificate, timeline(certificate))]
    assert told[1:] == [(DAY, "Suspended"), (last + timedelta(days=1), "The suspension ended")]
    go_to(last + timedelta(days=9))
    suspend_certificate(certificate, "Again.", make_user())
    assert status_of(certificate, today()) is Status.SUSPENDED
    assert len(history(certificate, timeline(certificate))) == 4


def test_suspension_does_not_end_before_it_begins(held: tuple[Certificate, User]) -> None:
    with pytest.raises(InvalidInput, match="past"):
        suspend_certificate(held[0], "Why.", make_user(), DAY - timedelta(days=1))


def test_task_is_the_holders_until_it_answers_and_then_the_officers(
    app: Flask, held: tuple[Certificate, User]
) -> None:
    certificate, manager = held
    officer = make_officer()
    hearing = make_hearing(certificate, officer)

    def titles(user: User) -> list[str]:
        with app.test_request_context():
            return [one.title for one in tasks(user)]

    assert (len(titles(manager)), titles(officer)) == (1, [])
    answer_hearing(hearing, "We changed it.", [], manager)
    db.session.commit()
    assert titles(manager) == []
    assert titles(officer) == [f"Decide after the hearing: {certificate.holder}"]


def test_nobody_with_an_interest_and_nobody_undeclared_decides(held: tuple[Certificate, User]) -> None:
    certificate, manager = held
    hearing = make_hearing(certificate, make_officer())
    biased = make_user("Bent", roles=[RoleName.SECRETARIAT])
    add_member(certificate.cluster, biased)
    assert not may_know_hearing(biased, hearing)
    assert not may_decide_hearing(biased, hearing)
    assert not may_decide_hearing(manager, hearing)
    assert may_answer(manager, hearing)


def test_officer_decides_after_being_asked_once_more(
    client: FlaskClient, held: tuple[Certificate, User]
) -> None:
    certificate, manager = held
    officer = make_officer()
    hearing = make_hearing(certificate, officer)
    answer_hearing(hearing, "It was a mistake.", [], manager)
    db.session.commit()
    number, written = hearing.id, {"outcome": "carried_out", "text": "It happened twice."}
    sign_in(client, officer)
    assert "Record this decision?" in client.post(f"/hearings/{number}", data=written).text
    assert db.session.get_one(Hearing, number).decided_at is None
    assert "It happened twice." in client.post(f"/hearings/{number}", data=written | {"step": "edit"}).text
    client.post(f"/hearings/{number}", data=written | {"step": "record"})
    db.session.expire_all()
    assert db.session.get_one(Certificate, certificate.id).withdrawn_on == DAY
