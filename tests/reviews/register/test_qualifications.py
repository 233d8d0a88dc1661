"""Granting, renewing and withdrawing what an expert may do, and the mails before it ends."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.clock import init_clock, set_clock, today
from labelapp.events.jobs import run_waiting
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations
from labelapp.reviews.models import AssessorRole, ReviewState
from labelapp.reviews.operations import RuleViolations
from labelapp.reviews.register.models import Qualification
from labelapp.reviews.register.operations import grant_qualifications, withdraw_qualification
from labelapp.reviews.register.queries import qualifications_of
from labelapp.reviews.register.reminders import remind
from labelapp.reviews.register.standing import Part, State, parts, state_on
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.reviews import make_assessor, make_review, qualify, start_scoring

GOLD_LEAD, GOLD_CO = "cme-gold.lead", "cme-gold.co_assessor"
DAY = date(2026, 3, 2)


@pytest.fixture
def office(app: Flask) -> User:
    init_clock(app, DAY)
    return make_user("Ines Kovač", roles=[RoleName.SECRETARIAT])


def _parts(*keys: str) -> list[Part]:
    return [part for part in parts() if part.key in keys]


def _unqualified() -> User:
    return make_assessor("Nora Vik", qualifications=[])


def _held(person: User) -> list[Qualification]:
    return qualifications_of([person.id]).get(person.id, [])


def test_each_scheme_offers_a_part_for_each_of_its_seats(app: Flask) -> None:
    assert [part.key for part in parts()] == ["cme-bronze.lead", GOLD_LEAD, GOLD_CO, "cme-silver.lead"]


def test_grant_counts_for_the_period_of_the_scheme(office: User) -> None:
    (one,) = grant_qualifications(_unqualified(), _parts(GOLD_LEAD), DAY - timedelta(days=1), office)
    assert (one.granted_on, one.ends_on, one.granted_by) == (date(2026, 3, 1), date(2029, 3, 1), office)


def test_renewal_prolongs_from_the_present_end_and_keeps_the_earlier_row(office: User) -> None:
    person = _unqualified()
    before = qualify(person, ends_on=date(2026, 5, 31))
    (after,) = grant_qualifications(person, _parts(GOLD_LEAD), DAY, office)
    assert (after.granted_on, after.ends_on) == (DAY, date(2029, 5, 31))
    assert [state_on(one, _held(person), DAY) for one in (before, after)] == [State.RENEWED, State.CURRENT]
    assert _held(person) == [after, before]


def test_renewal_of_what_has_ended_counts_from_its_own_day(office: User) -> None:
    person = _unqualified()
    qualify(person, granted_on=date(2023, 1, 1), ends_on=date(2026, 3, 1))
    (after,) = grant_qualifications(person, _parts(GOLD_LEAD), DAY, office)
    assert after.ends_on == date(2029, 3, 2)


@pytest.mark.parametrize("day", [date(2026, 3, 3), date(2023, 3, 1)])
def test_grant_on_a_day_to_come_or_that_has_run_out_is_refused(office: User, day: date) -> None:
    with pytest.raises(InvalidInput):
        grant_qualifications(_unqualified(), _parts(GOLD_LEAD), day, office)


def test_nobody_qualifies_themselves(client: FlaskClient, office: User) -> None:
    both = make_user("Rut Ahlin", roles=[RoleName.SECRETARIAT, RoleName.ASSESSOR])
    with pytest.raises(DomainError):
        grant_qualifications(both, _parts(GOLD_LEAD), DAY, both)
    own = qualify(both)
    with pytest.raises(DomainError):
        withdraw_qualification(own, "I would rather not.", both)
    sign_in(client, both)
    data = {"parts": [GOLD_LEAD], "granted_on": DAY.isoformat()}
    assert client.post(f"/assessors/{both.id}/qualifications", data=data).status_code == 404
    assert client.post(f"/assessors/{office.id}/qualifications", data=data).status_code == 404, "no assessor"
    assert _held(both) == [own]


def test_withdrawal_ends_every_row_of_the_part_from_today_on(office: User) -> None:
    person = _unqualified()
    old, new, other = (
        qualify(person),
        qualify(person, ends_on=date(2030, 1, 1)),
        qualify(person, "cme-silver"),
    )
    withdraw_qualification(old, " The training was not attended. ", office)
    assert [one.holds_on(DAY) for one in (old, new, other)] == [False, False, True]
    assert new.withdrawal == "The training was not attended."
    with pytest.raises(DomainError):
        withdraw_qualification(new, "Again.", office)
    with pytest.raises(InvalidInput):
        withdraw_qualification(other, "  ", office)


def test_expert_whose_qualification_ended_is_not_nominated_from_that_day_on(app: Flask, office: User) -> None:
    person = make_assessor(country="DK", qualifications=[])
    qualify(person, ends_on=date(2026, 3, 31))
    review = make_review(nominated=False)
    init_clock(app, date(2026, 4, 1))
    with pytest.raises(RuleViolations, match="Qualified until 31 March 2026"):
        operations.nominate(review, person, AssessorRole.LEAD, by=office)
    init_clock(app, date(2026, 3, 31))
    operations.nominate(review, person, AssessorRole.LEAD, by=office)


def test_running_assignment_goes_on_when_the_qualification_ends(app: Flask, office: User) -> None:
    person = make_assessor(country="DK", qualifications=[])
    qualify(person, ends_on=DAY)
    review = make_review(lead=person)
    init_clock(app, DAY + timedelta(days=1))
    assert start_scoring(review).state is ReviewState.SCORING


def _mails() -> dict[str, str]:
    return {
        mail.recipient: mail.body for mail in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    }


def test_expert_and_secretariat_get_one_mail_about_all_that_ends_together(app: Flask, office: User) -> None:
    person = _unqualified()
    rows = grant_qualifications(person, _parts(GOLD_LEAD, GOLD_CO), DAY, office)
    db.session.commit()
    assert run_waiting() == 0, "three years to go"
    set_clock(app, lambda: datetime.combine(date(2029, 1, 1), time(6), tzinfo=UTC))
    assert run_waiting() == 2
    mails = _mails()
    assert set(mails) == {person.email, office.email}
    for body in mails.values():
        assert "Gold label, lead assessor" in body
        assert "Gold label, co-assessor" in body
    for row in rows:
        remind(row.id)
    assert len(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()) == 2, "never twice"


@pytest.mark.parametrize("ending", ["renewed", "withdrawn", "over"])
def test_no_mail_about_what_does_not_end_by_itself(app: Flask, office: User, ending: str) -> None:
    person = _unqualified()
    one = qualify(
        person, ends_on=DAY - timedelta(days=1) if ending == "over" else DAY, granted_on=date(2024, 1, 1)
    )
    if ending == "renewed":
        grant_qualifications(person, _parts(GOLD_LEAD), DAY, office)
    if ending == "withdrawn":
        withdraw_qualification(one, "Left the profession.", office)
    remind(one.id)
    assert _mails() == {}


def test_secretariat_grants_and_withdraws_and_the_expert_reads_it(client: FlaskClient, office: User) -> None:
    person = _unqualified()
    page = f"/assessors/{person.id}/qualifications"
    sign_in(client, office)
    assert client.get(page).status_code == 200
    assert client.post(page, data={"granted_on": today().isoformat()}).status_code == 422
    late = client.post(page, data={"parts": [GOLD_LEAD], "granted_on": "2030-01-01"})
    assert (late.status_code, "on a day that has come" in late.text) == (422, True)
    assert (
        client.post(page, data={"parts": [GOLD_LEAD], "granted_on": today().isoformat()}).status_code == 303
    )
    (one,) = _held(person)
    end = f"{page}/{one.id}/withdraw"
    assert client.get(end).status_code == 200
    assert client.post(end, data={"reason": " "}).status_code == 422
    assert client.post(end, data={"reason": "Left the profession."}).status_code == 303
    assert client.post(end, data={"reason": "Again."}).status_code == 409
    sign_in(client, person)
    assert "Left the profession." in client.get(f"/assessors/{person.id}").text
    assert (
        client.post(page, data={"parts": [GOLD_LEAD], "granted_on": today().isoformat()}).status_code == 404
    )
    assert [event.action for event in timeline(person)][-2:] == [
        "qualification.granted",
        "qualification.withdrawn",
    ]
