"""The yearly declaration: asked for once an anniversary, drafted, sent for good, and looked at by the secretariat."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.certificates.declarations.models import Declaration, Verdict
from labelapp.certificates.declarations.operations import (
    Judgement,
    judge_declaration,
    save_draft,
    send_declaration,
)
from labelapp.certificates.declarations.policy import may_judge, may_know_declaration
from labelapp.certificates.declarations.queries import Which, list_declarations
from labelapp.certificates.flags.models import FlagKind
from labelapp.certificates.flags.queries import flags_on
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import withdraw_certificate
from labelapp.certificates.surveillance.queries import marks_on
from labelapp.clock import today
from labelapp.events.models import OutboxMail
from labelapp.events.verifying import verify_log
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member
from tests.factories.dataroom import make_member
from tests.factories.surveillance import COMPLETE, go_to, make_declaration, make_held, make_officer, run_day
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")

ASSESSED = date(2026, 2, 10)
ANNIVERSARY = date(2027, 2, 10)
DUE = add_working_days(ANNIVERSARY, 20, "DK")


@pytest.fixture
def held() -> tuple[Certificate, User]:
    go_to(date(2026, 3, 1))
    return make_held(ASSESSED)


def all_declarations() -> list[Declaration]:
    return list(db.session.scalars(select(Declaration).order_by(Declaration.id)))


def subjects_to(user: User) -> list[str]:
    query = select(OutboxMail.subject).where(OutboxMail.recipient == user.email).order_by(OutboxMail.id)
    return [one for one in db.session.scalars(query) if "declaration" in one]


def test_holder_is_asked_once_at_the_anniversary_reminded_a_week_before_the_date_and_once_when_it_is_late(
    held: tuple[Certificate, User],
) -> None:
    run_day(ANNIVERSARY - timedelta(days=1))
    assert all_declarations() == []
    for number in range(60):
        run_day(ANNIVERSARY + timedelta(days=number))
    (declaration,) = all_declarations()
    assert (declaration.anniversary, declaration.due_on) == (ANNIVERSARY, DUE)
    asked, due, late = subjects_to(held[1])
    assert asked.startswith("Yearly declaration for certificate")
    assert due.startswith("Your yearly declaration is due by")
    assert late == "Your yearly declaration is overdue"


def test_certificate_that_came_in_late_has_its_days_to_answer_and_is_asked_for_one_year_only(
    held: tuple[Certificate, User],
) -> None:
    held[0].valid_until = date(2031, 1, 1)
    run_day(date(2029, 8, 1))
    (declaration,) = all_declarations()
    assert declaration.anniversary == date(2029, 2, 10)
    assert declaration.due_on == add_working_days(date(2029, 8, 1), 20, "DK")


def test_nobody_is_asked_for_an_answer_that_would_come_after_the_end(held: tuple[Certificate, User]) -> None:
    run_day(held[0].valid_until - timedelta(days=20))
    assert all_declarations() == []


def test_nobody_is_asked_or_reminded_after_the_certificate_ended(held: tuple[Certificate, User]) -> None:
    run_day(ANNIVERSARY)
    withdraw_certificate(held[0], "It merged.", make_user())
    run_day(DUE + timedelta(days=1))
    assert len(subjects_to(held[1])) == 1
    assert list_declarations(make_officer(), Which.OVERDUE, today(), None).items == []


def test_draft_may_be_incomplete_and_what_is_sent_is_complete_and_frozen(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    declaration = make_declaration(certificate)
    save_draft(declaration, {"operating": {"answer": "no"}}, manager)
    with pytest.raises(InvalidInput):
        send_declaration(declaration, manager)
    save_draft(declaration, COMPLETE, manager)
    send_declaration(declaration, manager)
    for change in (
        lambda: save_draft(declaration, {}, manager),
        lambda: send_declaration(declaration, manager),
    ):
        with pytest.raises(DomainError, match="already"):
            change()
    db.session.commit()
    assert verify_log() == []
    declaration.answers = declaration.answers | {"operating": {"answer": "no", "words": ""}}
    db.session.commit()
    assert any("changed after it was sent" in str(one) for one in verify_log())


def test_answer_that_the_secretariat_looks_at_needs_words(
    client: FlaskClient, held: tuple[Certificate, User]
) -> None:
    certificate, manager = held
    declaration = make_declaration(certificate)
    address = f"/declarations/{declaration.id}"
    sign_in(client, manager)
    typed = {f"{code}_{part}": value for code, parts in COMPLETE.items() for part, value in parts.items()}
    typed |= {"management_answer": "yes", "membership_left": "41", "step": "check"}
    page = client.post(f"{address}/fill", data=typed, follow_redirects=True).text
    assert "Write what this means." in page
    assert "Not more members can have left than there were." in page
    assert client.post(f"{address}/check").status_code == 422
    typed |= {"management_words": "A new director.", "membership_left": "4"}
    page = client.post(f"{address}/fill", data=typed, follow_redirects=True).text
    assert "A new director." in page
    assert "Send the declaration" in page
    client.post(f"{address}/check")
    assert db.session.get_one(Declaration, declaration.id).sent_at is not None


def test_data_room_fills_in_the_members_since_the_assessment(
    client: FlaskClient, held: tuple[Certificate, User]
) -> None:
    certificate, manager = held
    cluster = certificate.cluster
    for _number in range(3):
        make_member(cluster)
    make_member(cluster, left_on=date(2026, 6, 1))
    make_member(cluster, joined_on=date(2026, 5, 1))
    make_member(cluster, joined_on=date(2026, 4, 1), left_on=date(2026, 8, 1))
    make_member(cluster, committed=False)
    go_to(date(2026, 12, 1))
    declaration = make_declaration(certificate)
    sign_in(client, manager)
    page = client.get(f"/declarations/{declaration.id}/fill").text
    for name, value in (("then", "4"), ("joined", "1"), ("left", "1")):
        assert f'name="membership_{name}" type="text" value="{value}"' in page


def test_more_than_half_of_the_members_flags_the_certificate_with_the_figures(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    declaration = make_declaration(certificate)
    save_draft(declaration, COMPLETE | {"membership": {"then": "40", "joined": "11", "left": "10"}}, manager)
    send_declaration(declaration, manager)
    (flag,) = flags_on(certificate)
    assert (flag.kind, flag.declaration_id) == (FlagKind.MEMBERS, declaration.id)
    assert flag.figures["reported"] == {"then": 40, "joined": 11, "left": 10}


def test_exactly_half_of_the_members_raises_no_flag(held: tuple[Certificate, User]) -> None:
    certificate, manager = held
    declaration = make_declaration(certificate)
    save_draft(declaration, COMPLETE | {"membership": {"then": "40", "joined": "10", "left": "10"}}, manager)
    send_declaration(declaration, manager)
    assert flags_on(certificate) == []


def test_officer_accepts_a_declaration_once_or_leaves_something_to_the_surveillance(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    declaration, officer = make_declaration(certificate), make_officer()
    accepted = Judgement(Verdict.ACCEPTED, "In order.")
    with pytest.raises(DomainError):
        judge_declaration(declaration, accepted, officer)
    save_draft(declaration, COMPLETE, manager)
    send_declaration(declaration, manager)
    with pytest.raises(InvalidInput):
        judge_declaration(declaration, Judgement(Verdict.MARKED, ""), officer)
    marked = Judgement(Verdict.MARKED, "", "Look at the brochures.", today() + timedelta(days=30))
    judge_declaration(declaration, marked, officer)
    assert [one.note for one in marks_on(certificate)] == ["Look at the brochures."]
    with pytest.raises(DomainError):
        judge_declaration(declaration, accepted, officer)


def test_draft_is_the_holders_own_and_a_person_with_an_interest_reads_nothing(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    declaration, officer = make_declaration(certificate), make_officer()
    biased = make_user("Bent", roles=[RoleName.SECRETARIAT])
    add_member(certificate.cluster, biased)
    assert not may_know_declaration(officer, declaration)
    save_draft(declaration, COMPLETE, manager)
    send_declaration(declaration, manager)
    db.session.commit()
    assert may_judge(officer, declaration)
    assert not may_know_declaration(biased, declaration)
    assert list_declarations(biased, Which.SENT, today(), None).items == []


def test_list_costs_the_same_however_long_it_is(held: tuple[Certificate, User]) -> None:
    officer = make_officer()
    for _number in range(4):
        make_declaration(make_held(ASSESSED)[0])
    db.session.expire_all()
    with count_statements() as run:
        page = list_declarations(officer, Which.OPEN, today(), None)
        holders = {one.certificate.holder for one in page.items}
    assert len(holders) == 4
    assert len(run) <= 5
