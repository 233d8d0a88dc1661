"""What is done about declarations on its day: asked for, reminded of, and told that they are overdue."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update

from labelapp.certificates.declarations import notices
from labelapp.certificates.declarations.models import Declaration
from labelapp.certificates.declarations.operations import answer_by, ask_for_declaration
from labelapp.certificates.declarations.queries import still_holds
from labelapp.certificates.models import Certificate
from labelapp.certificates.rules import surveillance_rules
from labelapp.clock import now
from labelapp.extensions import db
from labelapp.schemes.renewal import due_anniversary

DAYS_BEFORE = timedelta(days=7)


def find_to_ask(day: date) -> Iterable[int]:
    """The certificates in force whose newest anniversary was not asked for; one statement for all of them."""
    last = func.max(Declaration.anniversary).label("last")
    facts = (
        Certificate.scheme_code,
        Certificate.scheme_version,
        Certificate.valid_from,
        Certificate.valid_until,
    )
    query = (
        select(Certificate.id, *facts, last)
        .outerjoin(Declaration, Declaration.certificate_id == Certificate.id)
        .where(*still_holds(day))
        .group_by(Certificate.id)
    )
    for row in db.session.execute(query.order_by(Certificate.id)).all():
        due = due_anniversary(surveillance_rules(row), row.valid_from, row.valid_until, day)
        if due is not None and (row.last is None or row.last < due):
            yield row.id


def ask(certificate_id: int, day: date) -> None:
    """Ask for the newest anniversary; older ones are not made up for, nor one whose answer would come after the end."""
    certificate = db.session.get_one(Certificate, certificate_id)
    due = due_anniversary(
        surveillance_rules(certificate), certificate.valid_from, certificate.valid_until, day
    )
    if due is not None and answer_by(certificate, due) <= certificate.valid_until:
        ask_for_declaration(certificate, due)


def find_to_remind(day: date) -> Iterable[int]:
    """Declarations that were not sent and about whose date a mail is due."""
    query = (
        select(Declaration.id)
        .join(Declaration.certificate)
        .where(
            Declaration.sent_at.is_(None),
            *still_holds(day),
            or_(
                (Declaration.reminded_at.is_(None)) & (Declaration.due_on <= day + DAYS_BEFORE),
                (Declaration.overdue_at.is_(None)) & (Declaration.due_on < day),
            ),
        )
    )
    return db.session.scalars(query.order_by(Declaration.id)).all()


def remind(declaration_id: int, day: date) -> None:
    """Mail the holder once a week before the date, and once after it; of both only the later one."""
    declaration = db.session.get_one(Declaration, declaration_id)
    if declaration.due_on < day:
        if _claim(Declaration.overdue_at, declaration):
            _claim(Declaration.reminded_at, declaration)
            notices.tell_of_overdue(declaration)
    elif _claim(Declaration.reminded_at, declaration):
        notices.remind(declaration)


def _claim(column: Any, declaration: Declaration) -> bool:
    """Whether this run is the one that writes the mail."""
    statement = (
        update(Declaration)
        .where(Declaration.id == declaration.id, column.is_(None))
        .values({column: now()})
        .execution_options(synchronize_session=False)
    )
    return bool(db.session.connection().execute(statement).rowcount)
