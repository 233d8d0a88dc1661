"""An appeal is filed in time, handled by people who had no part in the case, and leaves the decision standing."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.clock import init_clock, today
from labelapp.clusters.models import TeamRole
from labelapp.decisions.appeals import operations, policy
from labelapp.decisions.appeals.models import Appeal, AppealState, Part
from labelapp.decisions.appeals.operations import Grounds
from labelapp.decisions.appeals.queries import choices_for
from labelapp.decisions.appeals.reminders import remind
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.models import Decision, Outcome
from labelapp.events.jobs import NotYet
from labelapp.events.log import record, timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.interests.changes import note_change
from labelapp.reviews.interests.models import ChangeKind
from labelapp.reviews.models import Interest, Review
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user
from tests.factories.appeals import (
    GROUNDS,
    applicant_of,
    handler_of,
    make_appeal,
    make_handled,
    make_refusal,
)
from tests.factories.board import make_item
from tests.factories.clusters import add_member
from tests.factories.decisions import make_board_member, make_decision
from tests.factories.reviews import (
    declare_as_officer,
    declare_conflict,
    make_assessor,
    make_officer,
    make_report,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def refusal() -> Decision:
    return make_refusal()


def bodies(recipient: User) -> list[str]:
    query = select(OutboxMail.body).where(OutboxMail.recipient == recipient.email).order_by(OutboxMail.id)
    return list(db.session.scalars(query.order_by(OutboxMail.id)))


def test_period_counts_working_days_from_the_decision_and_is_stored(app: Flask) -> None:
    init_clock(app, date(2026, 12, 18))
    # 30 working days in Denmark after 18 December: 24 to 26 December and 1 January are free.
    assert make_refusal().appeal_until == date(2027, 2, 2)


def test_appeal_on_the_last_day_is_filed_and_one_day_later_it_is_not(app: Flask, refusal: Decision) -> None:
    appeal = operations.save_draft(refusal, GROUNDS, applicant_of(refusal))
    assert refusal.appeal_until is not None
    init_clock(app, refusal.appeal_until + timedelta(days=1))
    with pytest.raises(DomainError, match="period for an appeal ended"):
        operations.file_appeal(appeal, applicant_of(refusal))
    init_clock(app, refusal.appeal_until)
    operations.file_appeal(appeal, applicant_of(refusal))
    assert appeal.state is AppealState.FILED


def test_draft_keeps_what_is_not_complete_and_only_filing_asks_for_more(refusal: Decision) -> None:
    by = applicant_of(refusal)
    for grounds, missing in (
        (Grounds([], [], "Something is wrong."), "what the appeal is about"),
        (Grounds([Part.INDICATORS], [], "Something is wrong."), "Choose the indicators"),
        (Grounds([Part.PROCEDURE], [], "  "), "grounds"),
    ):
        appeal = operations.save_draft(refusal, grounds, by)
        with pytest.raises(InvalidInput, match=missing):
            operations.file_appeal(appeal, by)
    assert appeal.state is AppealState.DRAFT


def test_draft_refuses_an_indicator_that_the_scheme_does_not_have(refusal: Decision) -> None:
    with pytest.raises(InvalidInput):
        operations.save_draft(refusal, Grounds([Part.INDICATORS], ["9.9"], "x"), applicant_of(refusal))


def test_filing_acknowledges_with_a_date_and_tells_the_secretariat_but_nobody_with_an_interest(
    refusal: Decision,
) -> None:
    officer, biased = (make_user(name, roles=[RoleName.SECRETARIAT]) for name in ("Olga", "Bent"))
    declare_conflict(refusal.review, biased)
    before = len(bodies(biased))
    appeal = make_appeal(refusal)
    assert appeal.due_on is not None
    assert appeal.due_on > today()
    assert any("decide by" in text for text in bodies(applicant_of(refusal)))
    assert any(f"/appeals/{appeal.id}" in text for text in bodies(officer))
    assert len(bodies(biased)) == before
    assert not policy.may_open(biased, appeal)


def test_second_appeal_and_a_change_after_filing_are_refused(refusal: Decision) -> None:
    appeal = make_appeal(refusal)
    with pytest.raises(DomainError, match="filed already"):
        operations.save_draft(refusal, GROUNDS, applicant_of(refusal))
    with pytest.raises(DomainError, match="filed already"):
        operations.file_appeal(appeal, applicant_of(refusal))


def test_team_without_the_role_and_strangers_do_not_appeal(refusal: Decision) -> None:
    cluster = cluster_of(refusal.review)
    people = {role: make_user(f"{role} Person") for role in TeamRole}
    for role, person in people.items():
        add_member(cluster, person, role)
    db.session.expire(cluster)
    may = {role for role, person in people.items() if policy.may_appeal(person, refusal)}
    assert may == {TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE}
    assert not policy.may_appeal(make_user("Sam Stranger"), refusal)


def test_draft_is_read_by_nobody_else(refusal: Decision) -> None:
    appeal = operations.save_draft(refusal, GROUNDS, applicant_of(refusal))
    for role in RoleName:
        assert not policy.may_open(make_user(roles=[role]), appeal)


def test_officer_who_worked_on_the_case_has_to_say_why(refusal: Decision) -> None:
    worked, fresh = (make_officer(refusal.review, name=name) for name in ("Wim Worked", "Fia Fresh"))
    record("review.due_date_set", refusal.review, actor=worked)
    appeal = make_appeal(refusal)
    with pytest.raises(InvalidInput, match="worked on this case"):
        operations.take_charge(appeal, worked, " ")
    operations.take_charge(appeal, worked, "The secretariat is one person.")
    assert policy.may_manage(worked, appeal)
    assert not policy.may_manage(fresh, appeal)
    operations.take_charge(appeal, fresh, "")
    assert policy.may_manage(fresh, appeal)
    assert not policy.may_manage(worked, appeal)


def test_those_with_a_part_or_an_interest_are_not_offered_as_handlers() -> None:
    review = make_report(points="5", minimums={"2.2": False}).review
    _item, (voted, *others) = make_item(Choice.REFUSE, review=review)
    refusal = make_decision(review, Outcome.REFUSE, "Indicator 2.2 falls short.")
    biased, free = make_board_member("Bo Biased"), others[0]
    expert = make_assessor("Eva Expert")
    member = make_board_member("Mo Member")
    add_member(cluster_of(review), member)
    db.session.expire(cluster_of(review))
    declare_conflict(review, biased)
    appeal = make_appeal(refusal)
    said = {choice.user.name: choice.excluded for choice in choices_for(appeal)}
    lead = review.assignments[0].user
    assert said[lead.name] == said[refusal.decided_by.name] == said[voted.name] == "part"
    assert said["Mo Member"] == said["Bo Biased"] == "interest"
    assert said[free.name] == said["Eva Expert"] == ""
    officer = make_user(roles=[RoleName.SECRETARIAT])
    for person in (voted, biased, member, lead, make_user("Nobody")):
        with pytest.raises(InvalidInput):
            operations.name_handler(appeal, person, officer)
    operations.name_handler(appeal, free, officer)
    operations.name_handler(appeal, expert, officer)


def test_handler_reads_nothing_before_declaring_and_nothing_after_an_interest() -> None:
    appeal = make_handled(declared=False)
    handler = handler_of(appeal)
    assert policy.may_open(handler, appeal)
    assert not policy.may_handle(handler, appeal)
    assert not policy.may_read(handler, appeal)
    operations.declare(appeal, handler, [Interest.COMPETITOR], "")
    assert not policy.may_open(handler, appeal)
    assert policy.active_handlers(appeal) == []


def test_verdict_waits_for_all_declarations_and_for_reasons() -> None:
    appeal = make_handled()
    officer = appeal.officer
    assert officer is not None
    second = make_board_member("Sigrid Second")
    operations.name_handler(appeal, second, officer)
    with pytest.raises(DomainError, match="Sigrid Second"):
        operations.decide_appeal(appeal, AppealState.DISMISSED, "No.", handler_of(appeal))
    operations.declare(appeal, second, [], "")
    with pytest.raises(InvalidInput, match="reasons"):
        operations.decide_appeal(appeal, AppealState.DISMISSED, " ", handler_of(appeal))
    operations.decide_appeal(appeal, AppealState.DISMISSED, "No.", handler_of(appeal))
    with pytest.raises(DomainError, match="decided"):
        operations.decide_appeal(appeal, AppealState.UPHELD, "Yes.", second)


@pytest.mark.parametrize("verdict", [AppealState.DISMISSED, AppealState.INADMISSIBLE])
def test_appeal_that_is_not_upheld_changes_nothing(verdict: AppealState) -> None:
    appeal = make_handled()
    operations.decide_appeal(appeal, verdict, "The report answers it.", handler_of(appeal))
    assert db.session.scalars(select(Review.id)).all() == [appeal.decision.review_id]
    assert db.session.scalars(select(Decision.id)).all() == [appeal.decision_id]
    told = bodies(applicant_of(appeal.decision))[-1]
    assert "The report answers it." in told
    assert "The decision stands." in told
    assert [event.action for event in timeline(appeal)] == [
        "appeal.filed",
        "appeal.taken_charge",
        "appeal.handler_named",
        "appeal.decided",
    ]


def test_withdrawn_appeal_is_over_and_its_handlers_are_told() -> None:
    appeal = make_handled()
    handler = handler_of(appeal)
    operations.withdraw_appeal(appeal, applicant_of(appeal.decision))
    assert "nothing left to do" in bodies(handler)[-1]
    for again in (
        lambda: operations.withdraw_appeal(appeal, applicant_of(appeal.decision)),
        lambda: operations.decide_appeal(appeal, AppealState.UPHELD, "Yes.", handler),
        lambda: operations.save_draft(appeal.decision, GROUNDS, applicant_of(appeal.decision)),
    ):
        with pytest.raises(DomainError):
            again()


def test_reminder_is_written_once_a_week_before_and_not_for_a_decided_appeal(app: Flask) -> None:
    appeal = make_handled()
    handler = handler_of(appeal)
    assert appeal.due_on is not None
    with pytest.raises(NotYet):
        remind(appeal.id)
    init_clock(app, appeal.due_on - timedelta(days=6))
    for _run in range(2):
        remind(appeal.id)
    assert sum("is not decided yet" in text for text in bodies(handler)) == 1
    other = make_appeal()
    operations.withdraw_appeal(other, applicant_of(other.decision))
    remind(other.id)
    assert db.session.get_one(Appeal, other.id).reminded_at is None


def test_officer_sees_that_there_is_an_appeal_and_the_rest_after_declaring(refusal: Decision) -> None:
    appeal = make_appeal(refusal)
    officer = make_user("Olga Amtmann", roles=[RoleName.SECRETARIAT])
    assert policy.may_open(officer, appeal)
    assert not policy.may_oversee(officer, appeal)
    assert not policy.may_read(officer, appeal)
    declare_as_officer(officer, refusal.review)
    assert policy.may_oversee(officer, appeal)
    operations.take_charge(appeal, officer, "")
    operations.declare(appeal, officer, [Interest.COMPETITOR])
    assert appeal.officer is None
    assert not policy.may_open(officer, appeal)


def test_verdict_waits_until_a_change_of_people_is_confirmed() -> None:
    appeal = make_handled()
    handler = handler_of(appeal)
    note_change(appeal.decision.review.submission_id, ChangeKind.NAME)
    with pytest.raises(DomainError, match="Confirm your declaration"):
        operations.decide_appeal(appeal, AppealState.DISMISSED, "No.", handler)
    operations.declare(appeal, handler, [])
    operations.decide_appeal(appeal, AppealState.DISMISSED, "No.", handler)
