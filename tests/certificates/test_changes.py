"""A holder reports changes; each asks the secretariat to look, which decides what follows. Only it sees that."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.certificates.changes.models import ChangeKind
from labelapp.certificates.changes.operations import Change, report_change
from labelapp.certificates.flags.models import Flag, FlagKind, FlagOutcome
from labelapp.certificates.flags.operations import FlagDecision, decide_flag, raise_flag, raise_for_condition
from labelapp.certificates.flags.policy import may_decide_flag, may_know_flag
from labelapp.certificates.flags.queries import count_flags, flags_on, list_flags
from labelapp.certificates.flags.tasks import tasks
from labelapp.certificates.hearings.models import Act
from labelapp.certificates.hearings.operations import Notice, open_hearing
from labelapp.certificates.members import Members, submitted_members
from labelapp.certificates.models import Certificate
from labelapp.certificates.surveillance.queries import marks_on
from labelapp.clock import today
from labelapp.decisions.conditions.models import StepKind
from labelapp.decisions.conditions.operations import judge_condition
from labelapp.decisions.conditions.reminders import tell_when_overdue
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.board import make_reported, write_condition
from tests.factories.clusters import add_member
from tests.factories.dataroom import make_member
from tests.factories.decisions import make_decision
from tests.factories.surveillance import go_to, make_flag, make_held, make_officer, run_day

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def held() -> tuple[Certificate, User]:
    go_to(date(2026, 12, 1))
    return make_held(date(2026, 2, 10))


def test_reported_change_is_flagged_for_the_officers_and_told_to_them_by_mail(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    officer = make_officer()
    flag = make_flag(certificate, manager)
    assert (flag.kind, flag.change.kind if flag.change else None) == (FlagKind.CHANGE, ChangeKind.NAME)
    assert count_flags(officer) == 1
    told = set(
        db.session.scalars(
            select(OutboxMail.recipient).where(OutboxMail.body.contains("/flags/")).order_by(OutboxMail.id)
        )
    )
    assert told == {officer.email}


@pytest.mark.parametrize(("left", "kind"), [(20, FlagKind.CHANGE), (21, FlagKind.MEMBERS)])
def test_more_than_half_of_the_members_is_a_flag_of_its_own_and_exactly_half_is_not(
    held: tuple[Certificate, User], left: int, kind: FlagKind
) -> None:
    certificate, manager = held
    assert make_flag(certificate, manager, Members(40, 0, left)).kind is kind


def test_figures_of_the_data_room_stand_beside_those_reported_and_count_too(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    for number in range(4):
        make_member(certificate.cluster, left_on=date(2026, 8, 1) if number else None)
    flag = make_flag(certificate, manager, Members(40, 1, 1))
    assert flag.kind is FlagKind.MEMBERS
    assert flag.figures["counted"] == {"then": 4, "joined": 0, "left": 3}


def test_one_cause_raises_one_flag(held: tuple[Certificate, User]) -> None:
    assert raise_flag(held[0], FlagKind.CHANGE, "change:999") is not None
    assert raise_flag(held[0], FlagKind.CHANGE, "change:999") is None
    assert len(flags_on(held[0])) == 1


@pytest.mark.parametrize(
    "change",
    [
        Change(ChangeKind.NAME, date(2026, 12, 2), "Tomorrow."),
        Change(ChangeKind.NAME, date(2026, 11, 2), "  "),
        Change(ChangeKind.MEMBERSHIP, date(2026, 11, 2), "Many left."),
        Change(ChangeKind.MEMBERSHIP, date(2026, 11, 2), "More than all left.", Members(4, 0, 5)),
    ],
)
def test_report_without_what_it_needs_is_refused(held: tuple[Certificate, User], change: Change) -> None:
    with pytest.raises(InvalidInput):
        report_change(held[0], change, held[1])


def test_nothing_has_to_be_reported_on_a_certificate_that_is_over(held: tuple[Certificate, User]) -> None:
    certificate, manager = held
    certificate.withdrawn_on = today()
    with pytest.raises(DomainError, match="over"):
        report_change(certificate, Change(ChangeKind.NAME, today(), "A new name."), manager)


def test_officer_decides_once_that_nothing_follows_or_the_surveillance_looks_at_it(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    officer = make_officer()
    first, second = make_flag(certificate, manager), make_flag(certificate, manager)
    nothing = FlagDecision(FlagOutcome.NOTHING, "A new letterhead.")
    decide_flag(first, nothing, officer)
    with pytest.raises(DomainError):
        decide_flag(first, nothing, officer)
    day = today() + timedelta(days=20)
    with pytest.raises(InvalidInput):
        decide_flag(second, FlagDecision(FlagOutcome.SURVEILLANCE, "See.", due_on=day), officer)
    decide_flag(second, FlagDecision(FlagOutcome.SURVEILLANCE, "See.", "The statutes.", day), officer)
    assert [(one.note, one.due_on) for one in marks_on(certificate)] == [("The statutes.", day)]
    assert count_flags(officer) == 0
    assert list_flags(officer, None, decided=True).items == [second, first]


def test_new_assessment_is_asked_of_the_holder_by_mail_and_as_a_task(
    app: Flask, held: tuple[Certificate, User]
) -> None:
    certificate, manager = held
    flag = make_flag(certificate, manager, Members(40, 0, 30))
    day = today() + timedelta(days=90)
    decision = FlagDecision(FlagOutcome.REASSESSMENT, "Most left.", due_on=day, told="Most members left.")
    decide_flag(flag, decision, make_officer())
    with app.test_request_context():
        (task,) = tasks(manager)
    assert (task.due, task.detail) == (day, "Most members left.")
    mail = db.session.scalars(
        select(OutboxMail).where(OutboxMail.recipient == manager.email).order_by(OutboxMail.id)
    ).all()[-1]
    assert "Most members left." in mail.body
    assert "Most left." not in mail.body


def test_new_assessment_that_is_not_submitted_in_time_is_flagged_once(held: tuple[Certificate, User]) -> None:
    certificate, manager = held
    day = today() + timedelta(days=90)
    decision = FlagDecision(FlagOutcome.REASSESSMENT, "Most left.", due_on=day, told="Most members left.")
    decide_flag(make_flag(certificate, manager), decision, make_officer())
    run_day(day)
    assert flags_on(certificate) == []
    for number in (1, 2):
        run_day(day + timedelta(days=number))
    assert [one.kind for one in flags_on(certificate)] == [FlagKind.LATE]


def test_hearing_decides_the_flag_from_which_it_follows(held: tuple[Certificate, User]) -> None:
    certificate, manager = held
    flag, officer = make_flag(certificate, manager), make_officer()
    open_hearing(certificate, Notice(Act.SUSPEND, "Most members left."), officer, flag)
    assert (flag.outcome, flag.decided_by) == (FlagOutcome.HEARING, officer)


def test_flags_are_seen_by_officers_alone_and_not_by_those_with_an_interest(
    client: FlaskClient, held: tuple[Certificate, User]
) -> None:
    certificate, manager = held
    flag = make_flag(certificate, manager)
    biased = make_user("Bent", roles=[RoleName.SECRETARIAT])
    add_member(certificate.cluster, biased)
    assert not may_know_flag(biased, flag)
    assert not may_know_flag(manager, flag)
    assert may_decide_flag(make_officer(), flag)
    sign_in(client, manager)
    assert f"/flags/{flag.id}" not in client.get(f"/verify/{certificate.code}").text
    assert client.get(f"/flags/{flag.id}").status_code == 404


def test_members_of_the_submission_are_known_from_its_answers() -> None:
    decision = make_decision(make_reported())
    certificate = db.session.scalars(select(Certificate).where(Certificate.decision_id == decision.id)).one()
    content = decision.review.submission.content
    assert submitted_members(certificate) == content["answers"]["1.3"]["committed"]


@pytest.mark.parametrize("how", ["overdue", "not_fulfilled"])
def test_condition_that_is_missed_is_flagged_once_and_leads_to_a_hearing(how: str) -> None:
    decision = make_decision(make_reported())
    condition, officer = write_condition(decision), make_officer()
    if how == "overdue":
        go_to(condition.due_on + timedelta(days=1))
        tell_when_overdue(condition.id, condition.due_on.isoformat())
        tell_when_overdue(condition.id, condition.due_on.isoformat())
    else:
        judge_condition(condition, StepKind.NOT_FULFILLED, "Nothing came.", officer)
    raise_for_condition(condition)
    flag = db.session.scalars(select(Flag)).one()
    assert (flag.kind, flag.condition) == (FlagKind.CONDITION, condition)
    assert count_flags(officer) == 1
    hearing = open_hearing(flag.certificate, Notice(Act.SUSPEND, "The condition was not met."), officer, flag)
    assert hearing.flag is flag
    assert count_flags(officer) == 0
