"""Conditions: answered by the holder, judged with a reason, reminded of, flagged when overdue."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.accounts.models import RoleName
from labelapp.clock import init_clock
from labelapp.clusters.models import TeamRole
from labelapp.decisions.conditions import policy
from labelapp.decisions.conditions.models import AwardCondition, ConditionState, StepKind
from labelapp.decisions.conditions.operations import answer_condition, judge_condition
from labelapp.decisions.conditions.queries import is_overdue, running_conditions
from labelapp.decisions.conditions.reminders import DAYS_BEFORE
from labelapp.decisions.terms import Checker
from labelapp.events.jobs import run_waiting
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user
from tests.factories.board import in_days, make_condition
from tests.factories.clusters import add_member, make_cluster
from tests.factories.decisions import make_board_member
from tests.factories.evidence import make_document
from tests.factories.reviews import declare_conflict, make_officer

pytestmark = pytest.mark.usefixtures("app")


def mails_with(words: str) -> list[str]:
    return [
        mail.recipient
        for mail in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
        if words in mail.body
    ]


def holder(condition: AwardCondition) -> str:
    return condition.decision.review.submission.assessment.started_by.email


def test_answer_with_a_document_waits_for_the_judgement_and_tells_the_secretariat() -> None:
    condition = make_condition()
    secretariat = make_officer(condition.decision.review)
    manager = condition.decision.review.submission.assessment.started_by
    document = make_document(cluster_of(condition.decision.review), by=manager)
    answer_condition(condition, "Adopted in May.", document, by=manager)
    assert condition.state is ConditionState.ANSWERED
    assert condition.steps[-1].revision_id == document.files[0].id
    assert mails_with("has answered this condition") == [secretariat.email]


def test_document_of_another_cluster_organisation_is_refused() -> None:
    condition = make_condition()
    other = make_cluster(name="Elsewhere")
    document = make_document(other, by=make_user("Olga Other"))
    manager = condition.decision.review.submission.assessment.started_by
    with pytest.raises(InvalidInput, match="your library"):
        answer_condition(condition, "See this.", document, by=manager)


def test_judgement_needs_a_reason_and_settles_the_condition_for_good() -> None:
    condition, by = make_condition(), make_user(roles=[RoleName.SECRETARIAT])
    with pytest.raises(InvalidInput, match="reason"):
        judge_condition(condition, StepKind.FULFILLED, " ", by)
    judge_condition(condition, StepKind.NOT_FULFILLED, "Nothing was adopted.", by)
    assert condition.state is ConditionState.NOT_FULFILLED
    assert mails_with("Nothing was adopted.") == [holder(condition)]
    for again in (StepKind.FULFILLED, StepKind.EXTENDED):
        with pytest.raises(DomainError, match="settled"):
            judge_condition(condition, again, "On second thought.", by, in_days(200))
    assert [event.action for event in timeline(condition)] == ["condition.set", "condition.not_fulfilled"]


def test_extension_gives_the_turn_back_with_a_later_date_and_keeps_that_of_the_letter() -> None:
    condition, by = make_condition(), make_user(roles=[RoleName.SECRETARIAT])
    told, later = condition.due_on, in_days(120)
    with pytest.raises(InvalidInput, match="later"):
        judge_condition(condition, StepKind.EXTENDED, "More time.", by, told)
    judge_condition(condition, StepKind.EXTENDED, "More time.", by, later)
    assert (condition.state, condition.due_on, condition.first_due_on) == (ConditionState.OPEN, later, told)


def test_holder_is_reminded_once_and_an_overdue_condition_is_told_once_to_the_secretariat_too(
    app: Flask,
) -> None:
    condition, secretariat = make_condition(), make_user(roles=[RoleName.SECRETARIAT])
    db.session.commit()
    run_waiting()
    assert mails_with("has to be met by") == []
    init_clock(app, condition.due_on - timedelta(days=DAYS_BEFORE - 1))
    for _again in range(2):
        run_waiting()
    assert mails_with("has to be met by") == [holder(condition)]
    init_clock(app, condition.due_on + timedelta(days=2))
    for _again in range(2):
        run_waiting()
    assert sorted(mails_with("has passed without an answer")) == sorted(
        [holder(condition), secretariat.email]
    )
    assert is_overdue(condition, condition.due_on + timedelta(days=1))
    assert not is_overdue(condition, condition.due_on)


def test_reminder_of_an_earlier_date_says_nothing_after_an_extension(app: Flask) -> None:
    condition, by = make_condition(), make_user(roles=[RoleName.SECRETARIAT])
    judge_condition(condition, StepKind.EXTENDED, "More time.", by, in_days(200))
    db.session.commit()
    init_clock(app, in_days(100))
    run_waiting()
    assert mails_with("has passed without an answer") == []


def test_condition_is_checked_by_whom_it_says_and_by_nobody_with_an_interest() -> None:
    condition = make_condition(Checker.BOARD)
    review = condition.decision.review
    member, other = make_board_member("Paul Devigne", review), make_board_member("Rui Montalvão", review)
    declare_conflict(review, other)
    secretariat = make_user(roles=[RoleName.SECRETARIAT])
    manager = review.submission.assessment.started_by
    assert policy.may_check(member, condition)
    assert [policy.may_check(one, condition) for one in (other, secretariat, manager)] == [
        False,
        False,
        False,
    ]
    assert policy.may_answer_condition(manager, condition)
    viewer = make_user("Vida Viewer")
    add_member(cluster_of(review), viewer, TeamRole.VIEWER)
    assert not policy.may_answer_condition(viewer, condition)


def test_list_of_the_secretariat_leaves_out_cases_in_which_one_has_an_interest() -> None:
    condition = make_condition()
    one, other = make_officer(condition.decision.review), make_user("Sam Sharp", roles=[RoleName.SECRETARIAT])
    declare_conflict(condition.decision.review, other)
    assert running_conditions(one) == [condition]
    assert running_conditions(other) == []
