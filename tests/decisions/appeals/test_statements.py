"""Who handles an appeal asks those who know the case; they answer once, by a day that was told."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.clock import init_clock
from labelapp.decisions.appeals import operations, policy
from labelapp.decisions.appeals.models import Appeal, AppealState
from labelapp.decisions.appeals.queries import statements_asked_of
from labelapp.decisions.appeals.reminders import remind_of_statement
from labelapp.decisions.appeals.statements import ask_for_statement, give_statement, people_to_ask
from labelapp.events.jobs import NotYet
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.appeals import applicant_of, handler_of, make_appeal, make_handled, make_refusal
from tests.factories.decisions import make_board_member
from tests.factories.reviews import declare_conflict

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def handled() -> Appeal:
    return make_handled()


def subjects(recipient: User) -> list[str]:
    query = select(OutboxMail.subject).where(OutboxMail.recipient == recipient.email).order_by(OutboxMail.id)
    return list(db.session.scalars(query.order_by(OutboxMail.id)))


def test_applicant_is_asked_with_a_day_and_answers_once(handled: Appeal) -> None:
    manager, handler = applicant_of(handled.decision), handler_of(handled)
    asked = ask_for_statement(handled, None, "Which report do you mean?", handler)
    assert asked.due_on > handled.decision.decided_on + timedelta(days=15)
    assert statements_asked_of(manager) == [asked]
    assert "statement on appeal" in subjects(manager)[-1]
    assert policy.may_state(manager, asked)
    give_statement(asked, "That of May.", manager)
    assert statements_asked_of(manager) == []
    assert "has arrived" in subjects(handler)[-1]
    with pytest.raises(DomainError, match="sent already"):
        give_statement(asked, "That of June.", manager)


def test_only_those_who_know_the_case_and_have_no_interest_are_asked() -> None:
    appeal = make_handled(make_appeal(make_refusal(assessed=True)))
    review, handler = appeal.decision.review, handler_of(appeal)
    lead, other = (one.user for one in review.assignments)
    assert {lead, other, appeal.decision.decided_by} == set(people_to_ask(appeal))
    with pytest.raises(InvalidInput, match="knows the case"):
        ask_for_statement(appeal, make_board_member("Sam Stranger", review), "Why?", handler)
    asked = ask_for_statement(appeal, lead, "Why is it not met?", handler)
    assert policy.may_state(lead, asked)
    assert not policy.may_state(other, asked)
    assert not policy.may_state(applicant_of(appeal.decision), asked)
    with pytest.raises(InvalidInput, match="not answered yet"):
        ask_for_statement(appeal, lead, "And why else?", handler)
    declare_conflict(review, lead)
    assert not policy.may_state(lead, asked)
    assert lead not in people_to_ask(appeal)


def test_decided_appeal_asks_nobody_and_takes_no_statement(handled: Appeal) -> None:
    manager, handler = applicant_of(handled.decision), handler_of(handled)
    asked = ask_for_statement(handled, None, "Which report do you mean?", handler)
    operations.decide_appeal(handled, AppealState.DISMISSED, "No.", handler)
    assert statements_asked_of(manager) == []
    with pytest.raises(DomainError, match="decided"):
        give_statement(asked, "That of May.", manager)
    with pytest.raises(DomainError, match="decided"):
        ask_for_statement(handled, None, "Another one?", handler)


def test_reminder_of_a_statement_is_written_once_and_not_after_the_answer(
    app: Flask, handled: Appeal
) -> None:
    manager = applicant_of(handled.decision)
    asked = ask_for_statement(handled, None, "Which report do you mean?", handler_of(handled))
    with pytest.raises(NotYet):
        remind_of_statement(asked.id)
    init_clock(app, asked.due_on - timedelta(days=2))
    for _run in range(2):
        remind_of_statement(asked.id)
    assert sum("is expected by" in one for one in subjects(manager)) == 1
