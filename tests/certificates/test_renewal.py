"""The renewal opens with an invitation; each mail about it is written once, and none when it is over."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import suspend_certificate, withdraw_certificate
from labelapp.certificates.renewal.models import RenewalReminder
from labelapp.certificates.renewal.queries import is_open, list_renewals, under_way
from labelapp.certificates.renewal.reminding import find_waiting, remind
from labelapp.certificates.renewal.tasks import tasks
from labelapp.certificates.status import status_expression, status_of
from labelapp.clock import now, today
from labelapp.clusters.models import TeamRole
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.schemes.months import add_months
from labelapp.schemes.validity import Status
from labelapp.web.tasks import Task
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_assessment
from tests.factories.certificates import make_certificate
from tests.factories.clusters import add_member
from tests.factories.surveillance import go_to, make_held, make_officer, run_day
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")

ASSESSED = date(2026, 2, 10)
UNTIL, RENEWABLE = date(2028, 2, 10), date(2029, 2, 10)


@pytest.fixture
def held() -> tuple[Certificate, User]:
    go_to(date(2026, 3, 1))
    return make_held(ASSESSED)


def codes() -> list[str]:
    return list(db.session.scalars(select(RenewalReminder.code).order_by(RenewalReminder.id)))


def tasks_of(app: Flask, user: User) -> list[Task]:
    with app.test_request_context():
        return list(tasks(user))


def mails_to(user: User) -> list[OutboxMail]:
    """The mails about renewals."""
    query = (
        select(OutboxMail)
        .where(OutboxMail.recipient == user.email, OutboxMail.body.contains("/renewal"))
        .order_by(OutboxMail.id)
    )
    return list(db.session.scalars(query.order_by(OutboxMail.id)))


def test_holder_is_reminded_once_on_each_day_of_the_rule_and_never_twice(
    held: tuple[Certificate, User],
) -> None:
    certificate, manager = held
    day = add_months(UNTIL, -13)
    while day <= RENEWABLE + timedelta(days=40):
        run_day(day)
        run_day(day)
        day += timedelta(days=7)
    expected = ["opens", "before_6", "before_3", "before_1", "expired", "grace_6", "grace_3", "grace_1"]
    assert codes() == expected
    about = mails_to(manager)
    assert len(about) == len(expected)
    assert all(f"/certificates/{certificate.code}/renewal" in one.body for one in about)


def test_invitation_says_by_which_day_the_assessment_has_to_be_in_the_language_of_its_reader() -> None:
    go_to(date(2026, 3, 1))
    certificate, manager = make_held(ASSESSED)
    french = make_user("Maëlle Morvannec", locale="fr")
    add_member(certificate.cluster, french, TeamRole.MANAGER)
    db.session.expire(certificate.cluster)
    run_day(add_months(UNTIL, -12))
    english = mails_to(manager)[-1]
    assert "10 February 2028" in english.body
    assert "10 February 2029" in english.body
    assert "10 février 2029" in mails_to(french)[-1].body
    assert mails_to(french)[-1].subject.startswith("Le renouvellement")
    assert "\n" not in english.subject
    assert "Dear" not in english.subject


def test_certificate_that_came_in_late_is_reminded_of_the_newest_day_only(
    held: tuple[Certificate, User],
) -> None:
    _certificate, manager = held
    before = len(mails_to(manager))
    run_day(add_months(RENEWABLE, -5))
    assert codes() == ["grace_6"]
    assert len(mails_to(manager)) == before + 1


def test_suspended_holder_is_still_reminded(held: tuple[Certificate, User]) -> None:
    suspend_certificate(held[0], "Proof is missing.", make_user())
    run_day(add_months(UNTIL, -6))
    assert codes() == ["before_6"]


@pytest.mark.parametrize("how", ["renewed", "upgraded", "withdrawn"])
def test_no_mail_follows_a_renewal_an_upgrade_or_a_withdrawal(how: str) -> None:
    go_to(date(2026, 3, 1))
    certificate, manager = make_held(ASSESSED, level="silver")
    go_to(date(2027, 12, 1))
    if how == "withdrawn":
        withdraw_certificate(certificate, "It merged.", make_user())
    else:
        level = "silver" if how == "renewed" else "gold"
        make_certificate(certificate.cluster, level=level, assessed_on=date(2027, 11, 20))
    before = len(mails_to(manager))
    for months in range(3):
        run_day(add_months(date(2027, 12, 2), months))
    assert codes() == []
    assert len(mails_to(manager)) == before


def test_history_that_was_taken_over_reminds_only_of_the_last_certificate(
    held: tuple[Certificate, User],
) -> None:
    """An import may hold the old and the new certificate without saying that one took the place of the other."""
    first, _manager = held
    second = make_certificate(first.cluster, level="gold", assessed_on=date(2026, 3, 1))
    first.superseded_on, second.supersedes_id = None, None
    db.session.commit()
    run_day(add_months(UNTIL, -1))
    assert codes() == []
    run_day(add_months(second.valid_until, -1))
    assert [one.certificate_id for one in db.session.scalars(select(RenewalReminder))] == [second.id]


def test_two_workers_on_one_certificate_write_one_mail(held: tuple[Certificate, User]) -> None:
    """A worker is killed after it found what waits, and another one begins anew: the row decides, not the finding."""
    certificate, manager = held
    day = add_months(UNTIL, -3)
    go_to(day)
    found_by_both = [list(find_waiting(day)), list(find_waiting(day))]
    before = len(mails_to(manager))
    for found in found_by_both:
        for number in found:
            remind(number, day)
            db.session.commit()
    assert found_by_both == [[certificate.id], [certificate.id]]
    assert len(mails_to(manager)) == before + 1
    # one that dies before its commit leaves neither row nor mail
    run = add_months(UNTIL, -1)
    go_to(run)
    remind(certificate.id, run)
    db.session.rollback()
    assert len(mails_to(manager)) == before + 1
    run_day(run)
    assert len(mails_to(manager)) == before + 2


def test_row_of_another_worker_keeps_this_one_from_writing(held: tuple[Certificate, User]) -> None:
    """The other one wrote its row after this one had looked; the day that it keeps here makes this one go on."""
    certificate, manager = held
    day = add_months(UNTIL, -3)
    db.session.add(
        RenewalReminder(
            certificate=certificate, code="before_3", due_on=UNTIL - timedelta(days=900), written_at=now()
        )
    )
    db.session.commit()
    run_day(day)
    assert mails_to(manager) == []
    assert codes() == ["before_3"]


def test_task_opens_with_the_renewal_and_goes_when_a_self_assessment_was_begun(
    app: Flask, client: FlaskClient, held: tuple[Certificate, User]
) -> None:
    certificate, manager = held
    go_to(add_months(UNTIL, -12) - timedelta(days=1))
    assert not is_open(certificate, today())
    assert tasks_of(app, manager) == []
    go_to(add_months(UNTIL, -12))
    (task,) = tasks_of(app, manager)
    assert task.due == UNTIL
    sign_in(client, manager)
    page = client.get(task.url).text
    assert f"/clusters/{certificate.cluster_id}/assessments/start/cme-gold" in page
    make_assessment(certificate.cluster, manager, "cme-gold")
    assert under_way(certificate) is not None
    assert tasks_of(app, manager) == []


def test_task_in_the_days_of_grace_names_the_last_day_of_a_seamless_renewal(
    app: Flask, held: tuple[Certificate, User]
) -> None:
    go_to(UNTIL + timedelta(days=1))
    (task,) = tasks_of(app, held[1])
    assert task.due == RENEWABLE
    go_to(RENEWABLE + timedelta(days=1))
    assert tasks_of(app, held[1]) == []


def test_list_of_renewals_costs_the_same_however_long_it_is(held: tuple[Certificate, User]) -> None:
    officer = make_officer()
    for _number in range(3):
        make_held(ASSESSED)
    go_to(UNTIL)
    db.session.expire_all()
    with count_statements() as run:
        page = list_renewals(officer, UNTIL, None)
        holders = {one.cluster.name for one in page.items}
    assert len(holders) == 4
    assert len(run) <= 6


def test_status_is_the_same_in_python_and_in_sql_on_every_day() -> None:
    """Certificates with every combination of ends, on each day around every date of theirs."""
    go_to(date(2026, 1, 1))
    starts = (date(2024, 2, 29), date(2024, 8, 31), date(2025, 1, 30))
    ends = ({}, {"withdrawn_on": 500}, {"suspended_on": 300}, {"suspended_on": 300, "suspended_until": 360})
    later = ({}, {"superseded_on": 340}, {"superseded_on": 700})
    made = [
        make_certificate(
            assessed_on=start,
            **{name: start + timedelta(days=days) for name, days in (one | other).items()},
        )
        for start in starts
        for one in ends
        for other in later
    ]
    days = {
        moment + timedelta(days=near)
        for one in made
        for moment in (
            one.valid_from,
            one.valid_until,
            one.renewable_until,
            add_months(one.valid_until, -6),
            *filter(None, (one.withdrawn_on, one.suspended_on, one.suspended_until, one.superseded_on)),
        )
        for near in (-2, -1, 0, 1, 2)
    }
    seen = set[Status]()
    for day in sorted(days):
        rows = db.session.execute(select(Certificate.id, status_expression(day))).all()
        in_sql = {row[0]: row[1] for row in rows}
        in_python = {one.id: status_of(one, day).value for one in made}
        assert in_sql == in_python, day
        seen |= {Status(value) for value in in_python.values()}
    assert seen == set(Status)
