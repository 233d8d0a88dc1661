"""The days of a case: told once, stored, reminded of once, and late on the day after."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.clock import init_clock, set_clock
from labelapp.clusters.models import TeamRole
from labelapp.events.jobs import run_waiting
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.deadlines.queries import late_cases
from labelapp.reviews.deadlines.reminders import Notice, remind
from labelapp.reviews.models import Assignment, Review
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member
from tests.factories.reviews import (
    declare_as_officer,
    declare_clear,
    lock,
    make_review,
    score_all,
    sheets_of,
    start_scoring,
)

ASKED = date(2026, 11, 2)
DECLARE_BY = date(2026, 11, 9)
# 30 working days in Denmark.
LOCK_BY = date(2026, 12, 14)


@pytest.fixture
def office(app: Flask) -> User:
    init_clock(app, ASKED)
    return make_user("Ines Kovač", roles=[RoleName.SECRETARIAT])


def _stand_at(app: Flask, day: date) -> None:
    set_clock(app, lambda: datetime.combine(day, time(7), tzinfo=UTC))


def _work(app: Flask, day: date) -> list[tuple[str, str]]:
    """Run the jobs on a day; recipients and subjects of the mails that they wrote."""
    db.session.commit()
    before = set(db.session.scalars(select(OutboxMail.id).order_by(OutboxMail.id)))
    _stand_at(app, day)
    run_waiting()
    mails = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    return [(mail.recipient, mail.subject) for mail in mails if mail.id not in before]


def _seats(review: Review) -> list[Assignment]:
    return policy.scoring_assignments(review)


def test_nominee_has_the_working_days_of_the_scheme_to_declare(office: User) -> None:
    assert [one.declare_by for one in _seats(make_review(declared=False))] == [DECLARE_BY, DECLARE_BY]


def test_sheet_is_to_be_locked_in_the_working_days_from_the_start(app: Flask, office: User) -> None:
    review = make_review()
    assert [one.lock_by for one in _seats(review)] == [None, None]
    start_scoring(review)
    assert [one.lock_by for one in _seats(review)] == [LOCK_BY, LOCK_BY]


def test_restart_gives_new_days_to_open_sheets_and_leaves_locked_ones_alone(app: Flask, office: User) -> None:
    review = start_scoring()
    first, second = _seats(review)
    score_all(sheets_of(review)[0])
    lock(sheets_of(review)[0])
    operations.end_assignment(second, by=office)
    init_clock(app, ASKED + timedelta(days=7))
    operations.nominate(review, second.user, second.role, by=office)
    declare_clear(review, second.user)
    start_scoring(review)
    assert first.lock_by == LOCK_BY
    assert _seats(review)[1].lock_by == date(2026, 12, 21)


def test_mails_about_the_declaration_come_before_and_after_the_day_once_each(
    app: Flask, office: User
) -> None:
    review = make_review(declared=False)
    lead, other = (one.user for one in _seats(review))
    declare_clear(review, other)
    assert _work(app, DECLARE_BY - timedelta(days=3)) == []
    assert _work(app, DECLARE_BY - timedelta(days=2)) == [
        (lead.email, "Please declare your interests by 9 November 2026")
    ]
    assert _work(app, DECLARE_BY) == []
    assert _work(app, DECLARE_BY + timedelta(days=1)) == [
        (lead.email, "Your declaration of interests is late"),
        (office.email, "Annika Rauhala has not declared interests"),
    ]
    for notice in (Notice.DECLARE_SOON, Notice.DECLARE_LATE):
        remind(_seats(review)[0].id, notice.value, DECLARE_BY.isoformat())
    assert _work(app, DECLARE_BY + timedelta(days=9)) == []


def test_mails_about_the_sheet_come_before_and_after_the_day_to_whoever_has_not_locked(
    app: Flask, office: User
) -> None:
    review = start_scoring()
    score_all(sheets_of(review)[0])
    lock(sheets_of(review)[0])
    other = _seats(review)[1].user
    assert _work(app, LOCK_BY - timedelta(days=8)) == []
    assert _work(app, LOCK_BY - timedelta(days=7)) == [
        (other.email, "Please lock your score sheet by 14 December 2026")
    ]
    assert _work(app, LOCK_BY + timedelta(days=1)) == [
        (other.email, "Your score sheet is late"),
        (office.email, "The score sheet of Tomás Ferreira is late"),
    ]


def test_mail_before_the_declaration_tells_no_more_than_the_question(app: Flask, office: User) -> None:
    review = make_review(declared=False)
    _work(app, DECLARE_BY - timedelta(days=2))
    _work(app, DECLARE_BY + timedelta(days=1))
    lead, other = (one.user for one in _seats(review))
    bodies = [
        mail.body
        for mail in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
        if mail.recipient == lead.email
    ]
    assert len(bodies) == 3
    for body in bodies:
        assert cluster_of(review).name in body
        assert "/interests" in body
        assert other.name not in body
        assert "/desk" not in body


def test_reminder_that_comes_too_late_is_left_out(app: Flask, office: User) -> None:
    review = make_review(declared=False)
    people = {one.user.email for one in _seats(review)}
    found = _work(app, DECLARE_BY + timedelta(days=3))
    assert {subject for to, subject in found if to in people} == {"Your declaration of interests is late"}


def test_nobody_is_reminded_who_left_or_whose_review_waits(app: Flask, office: User) -> None:
    review = start_scoring()
    operations.end_assignment(_seats(review)[1], by=office)
    assert _work(app, LOCK_BY + timedelta(days=1)) == []


def test_officer_with_an_interest_is_told_nothing(app: Flask, office: User) -> None:
    review = make_review(declared=False)
    add_member(cluster_of(review), office, TeamRole.VIEWER)
    found = _work(app, DECLARE_BY + timedelta(days=1))
    assert office.email not in {to for to, _subject in found}
    assert late_cases(office, DECLARE_BY + timedelta(days=1)) == 0


def test_late_cases_are_counted_from_the_day_after(app: Flask, office: User) -> None:
    review = make_review(declared=False)
    running = start_scoring()
    declare_as_officer(office)
    assert late_cases(office, DECLARE_BY) == 0
    assert late_cases(office, DECLARE_BY + timedelta(days=1)) == 1
    for one in _seats(review):
        declare_clear(review, one.user)
    assert late_cases(office, LOCK_BY) == 0
    assert late_cases(office, LOCK_BY + timedelta(days=1)) == 1
    for sheet in sheets_of(running):
        score_all(sheet)
        lock(sheet)
    assert late_cases(office, LOCK_BY + timedelta(days=1)) == 0


def test_days_stand_on_the_lists_and_tasks_of_both_sides(
    app: Flask, client: FlaskClient, office: User
) -> None:
    review = make_review(declared=False)
    lead = _seats(review)[0].user
    declare_as_officer(office)
    _stand_at(app, DECLARE_BY + timedelta(days=1))
    sign_in(client, lead)
    assert "1 day late" in client.get("/reviews").text
    assert "1 day late" in client.get("/tasks").text
    assert "9 November 2026" in client.get(f"/reviews/{review.id}/interests").text
    sign_in(client, office)
    assert "Annika Rauhala has not declared interests, late since 9 Nov 2026" in client.get("/cases").text
    assert "1 case waits for an expert who is late" in client.get("/tasks").text
    assert "9 November 2026" in client.get(f"/reviews/{review.id}/assignment").text
