"""Asking those who know the case, and what they answer."""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.decisions.appeals import notices
from labelapp.decisions.appeals.models import Appeal, AppealStatement
from labelapp.decisions.appeals.operations import hold, require_open
from labelapp.decisions.appeals.policy import cluster_behind, review_of
from labelapp.decisions.appeals.reminders import queue_statement_reminder
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.case import scheme_of
from labelapp.reviews.policy import has_declared_clear, scoring_assignments
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days


def people_to_ask(appeal: Appeal) -> list[User]:
    """The assessors of the case and whoever stands for the decision, without those who have an interest."""
    review = review_of(appeal)
    people = [one.user for one in scoring_assignments(review)] + [appeal.decision.decided_by]
    found = {one.id: one for one in people if one.active and has_declared_clear(one, review)}
    return list(found.values())


def ask_for_statement(appeal: Appeal, person: User | None, question: str, by: User) -> AppealStatement:
    """Ask somebody who knows the case, or with None the cluster organisation, until a day in working days.

    Raises DomainError (409) for a decided appeal; InvalidInput (422) without a question, for a person who does not
    know the case, or who has not answered the question before.
    """
    hold(appeal)
    require_open(appeal)
    if not question.strip():
        raise InvalidInput(_("Write what you ask."))
    if person is not None and person not in people_to_ask(appeal):
        raise InvalidInput(_("Choose somebody who knows the case."))
    asked = person.id if person is not None else None
    if any(one.user_id == asked and one.given_at is None for one in appeal.statements):
        raise InvalidInput(_("The question before is not answered yet."))
    days = scheme_of(review_of(appeal)).procedure.statement_days
    statement = AppealStatement(
        user=person,
        question=question.strip(),
        asked_at=now(),
        asked_by=by,
        due_on=add_working_days(today(), days, cluster_behind(appeal).country),
    )
    appeal.statements.append(statement)
    db.session.flush()
    record("appeal.statement_asked", appeal, actor=by, account=asked, due_on=statement.due_on.isoformat())
    queue_statement_reminder(statement)
    notices.ask_for_statement(statement)
    return statement


def give_statement(statement: AppealStatement, text: str, by: User) -> None:
    """Answer, once. Raises DomainError (409) afterwards and for a decided appeal, InvalidInput (422) for nothing."""
    hold(statement.appeal)
    db.session.refresh(statement)
    require_open(statement.appeal)
    if statement.given_at is not None:
        raise DomainError(_("The statement was sent already."))
    if not text.strip():
        raise InvalidInput(_("Write your statement."))
    statement.text, statement.given_at, statement.given_by = text.strip(), now(), by
    db.session.flush()
    record("appeal.statement_given", statement.appeal, actor=by, statement=statement.id)
    notices.tell_of_statement(statement)
