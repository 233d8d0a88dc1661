"""Mails before an appeal or a statement is due: jobs that wait for their day, and write one mail for good."""

from datetime import UTC, date, datetime, time, timedelta

from flask import Flask
from sqlalchemy import update

from labelapp.clock import now
from labelapp.decisions.appeals import notices
from labelapp.decisions.appeals.models import Appeal, AppealState, AppealStatement
from labelapp.events.jobs import NotYet, queue_job, register_job
from labelapp.extensions import db

APPEAL_KIND = "remind_of_appeal"
STATEMENT_KIND = "remind_of_appeal_statement"
DAYS_BEFORE_APPEAL = 7
DAYS_BEFORE_STATEMENT = 3
MORNING = time(6, tzinfo=UTC)


def init_reminders(app: Flask) -> None:
    """Let the worker run them."""
    register_job(app, APPEAL_KIND, remind)
    register_job(app, STATEMENT_KIND, remind_of_statement)


def queue_reminder(appeal: Appeal) -> None:
    """Ask for the mail before an appeal is due."""
    queue_job(APPEAL_KIND, appeal_id=appeal.id)


def queue_statement_reminder(statement: AppealStatement) -> None:
    """Ask for the mail before a statement is due."""
    queue_job(STATEMENT_KIND, statement_id=statement.id)


def remind(appeal_id: int) -> None:
    """Mail those who have to act, once, unless the appeal is over. Raises NotYet before the day."""
    appeal = db.session.get(Appeal, appeal_id)
    if appeal is None or appeal.due_on is None or appeal.state is not AppealState.FILED:
        return
    _wait_for(appeal.due_on, DAYS_BEFORE_APPEAL)
    if _claim(appeal):
        notices.remind(appeal)


def remind_of_statement(statement_id: int) -> None:
    """Mail whoever is asked, once, unless they answered or the appeal is over. Raises NotYet before the day."""
    statement = db.session.get(AppealStatement, statement_id)
    if statement is None or statement.given_at or statement.appeal.state is not AppealState.FILED:
        return
    _wait_for(statement.due_on, DAYS_BEFORE_STATEMENT)
    if _claim(statement):
        notices.remind_of_statement(statement)


def _wait_for(due_on: date, days: int) -> None:
    moment = datetime.combine(due_on - timedelta(days=days), MORNING)
    if now() < moment:
        raise NotYet("the day has not come", moment - now())


def _claim(row: Appeal | AppealStatement) -> bool:
    """Whether this run is the one that writes the mail: a job may run twice at a time."""
    kind = type(row)
    statement = (
        update(kind)
        .where(kind.id == row.id, kind.reminded_at.is_(None))
        .values(reminded_at=now())
        .execution_options(synchronize_session=False)
    )
    return bool(db.session.connection().execute(statement).rowcount)
