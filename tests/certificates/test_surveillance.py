"""A mark on a certificate is seen by officers who declared, is due on a day, and ends with what was found."""

from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.certificates.models import Certificate
from labelapp.certificates.surveillance import operations, policy
from labelapp.certificates.surveillance.models import SurveillanceMark
from labelapp.certificates.surveillance.queries import count_due, list_marks
from labelapp.certificates.surveillance.reminders import remind
from labelapp.clock import set_clock, today
from labelapp.events.jobs import NotYet
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.board import make_reported
from tests.factories.complaints import make_mark
from tests.factories.decisions import make_decision
from tests.factories.reviews import declare_as_officer, declare_conflict
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def mark() -> SurveillanceMark:
    decision = make_decision(make_reported())
    query = select(Certificate).where(Certificate.decision_id == decision.id)
    return make_mark(db.session.scalars(query).one())


def test_mark_is_seen_only_by_officers_who_declared_to_have_no_interest(mark: SurveillanceMark) -> None:
    fresh, clear, biased = (make_user(name, roles=[RoleName.SECRETARIAT]) for name in ("F", "C", "B"))
    assert mark.certificate.decision is not None
    declare_as_officer(clear)
    declare_conflict(mark.certificate.decision.review, biased)
    for person, sees in ((fresh, False), (clear, True), (biased, False)):
        assert policy.may_see_mark(person, mark) is sees
        assert bool(list_marks(person, None, done=False).items) is sees
        assert count_due(person, mark.due_on) == sees


def test_mark_counts_as_due_on_its_day_and_no_more_once_it_was_looked_at(mark: SurveillanceMark) -> None:
    officer = make_user(roles=[RoleName.SECRETARIAT])
    declare_as_officer(officer)
    assert count_due(officer, mark.due_on - timedelta(days=1)) == 0
    assert count_due(officer, mark.due_on) == 1
    with pytest.raises(InvalidInput):
        operations.conclude(mark, " ", officer)
    operations.conclude(mark, "All in order.", officer)
    assert count_due(officer, mark.due_on) == 0
    assert list_marks(officer, None, done=True).items == [mark]
    with pytest.raises(DomainError, match="already"):
        operations.conclude(mark, "Not in order.", officer)


def test_secretariat_is_reminded_once_a_week_before_and_nobody_with_an_interest(
    app: Flask, mark: SurveillanceMark
) -> None:
    officer, biased = (make_user(name, roles=[RoleName.SECRETARIAT]) for name in ("Olga", "Bent"))
    assert mark.certificate.decision is not None
    declare_as_officer(officer)
    declare_conflict(mark.certificate.decision.review, biased)
    with pytest.raises(NotYet):
        remind(mark.id, mark.due_on.isoformat())
    morning = datetime.combine(mark.due_on - timedelta(days=7), time(6), tzinfo=UTC)
    set_clock(app, lambda: morning)
    remind(mark.id, mark.due_on.isoformat())
    told = db.session.scalars(
        select(OutboxMail).where(OutboxMail.subject.startswith("Surveillance")).order_by(OutboxMail.id)
    ).all()
    assert officer.email in {one.recipient for one in told}
    assert biased.email not in {one.recipient for one in told}


def test_certificate_shows_its_mark_to_the_secretariat_and_to_nobody_else(
    client: FlaskClient, mark: SurveillanceMark
) -> None:
    officer = make_user(roles=[RoleName.SECRETARIAT])
    declare_as_officer(officer)
    note, address = mark.note, f"/verify/{mark.certificate.code}"
    db.session.commit()
    assert note not in client.get(address).text
    sign_in(client, officer)
    assert note in client.get(address).text


def test_list_of_marks_costs_the_same_number_of_statements_however_long_it_is(mark: SurveillanceMark) -> None:
    officer = make_user(roles=[RoleName.SECRETARIAT])
    declare_as_officer(officer)
    for number in range(1, 4):
        db.session.add(
            SurveillanceMark(
                certificate_id=mark.certificate_id,
                marked_on=today(),
                note=f"Number {number}",
                marked_by_id=officer.id,
                due_on=today() + timedelta(days=number),
            )
        )
    db.session.commit()
    officer_id = officer.id
    db.session.expunge_all()
    officer = db.session.get_one(User, officer_id)
    with count_statements() as run:
        page = list_marks(officer, None, done=False)
        shown = [(one.note, one.certificate.holder) for one in page.items]
    assert [note for note, _holder in shown[:3]] == ["Number 1", "Number 2", "Number 3"]
    assert len(run) <= 3
