"""Mails about appeals. Who handles one learns of it whose it is, and reads the rest after declaring."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from labelapp.accounts.models import Role, RoleName, User
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.decisions.appeals.models import Appeal, AppealHandler, AppealStatement
from labelapp.decisions.appeals.policy import active_handlers, cluster_behind, review_of
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.reviews.case import scheme_of
from labelapp.reviews.policy import has_conflict
from labelapp.web.links import public_link


def reference(appeal: Appeal) -> str:
    """The number by which an appeal is named: the year in which it was filed, and the appeal."""
    year = appeal.filed_at.year if appeal.filed_at else appeal.saved_at.year
    return f"A-{year}-{appeal.id:04d}"


def acknowledge(appeal: Appeal) -> None:
    """The appeal has arrived: its number, what happens, and until when."""
    _tell(applicants(appeal), "appeal_filed", appeal)


def tell_secretariat(appeal: Appeal) -> None:
    """An appeal waits for an officer."""
    _tell(_secretariat(appeal), "appeal_received", appeal)


def tell_handler(handler: AppealHandler, appeal: Appeal) -> None:
    """Ask somebody to handle an appeal."""
    _tell([handler.user], "appeal_handler_named", appeal)


def tell_of_withdrawal(appeal: Appeal) -> None:
    """Those who handle it are done."""
    _tell([*_officer(appeal), *(one.user for one in active_handlers(appeal))], "appeal_withdrawn", appeal)


def tell_of_verdict(appeal: Appeal) -> None:
    """The applicant reads the verdict with its reasons."""
    _tell(applicants(appeal), "appeal_decided", appeal)


def tell_of_reexamination(appeal: Appeal) -> None:
    """The secretariat looks for other assessors."""
    assert appeal.reexamination_id is not None
    url = public_link("reviews.assignment", review_id=appeal.reexamination_id)
    _tell(_secretariat(appeal), "appeal_reexamination", appeal, url=url)


def remind(appeal: Appeal) -> None:
    """The appeal is due soon: those who have to act."""
    handlers = [one.user for one in active_handlers(appeal)]
    _tell([*_officer(appeal), *handlers] if handlers else _secretariat(appeal), "appeal_due", appeal)


def ask_for_statement(statement: AppealStatement) -> None:
    """Whoever is asked, until when."""
    _tell_asked(statement, "appeal_statement_asked")


def remind_of_statement(statement: AppealStatement) -> None:
    """The same people, a few days before."""
    _tell_asked(statement, "appeal_statement_due")


def tell_of_statement(statement: AppealStatement) -> None:
    """Those who handle the appeal have an answer."""
    appeal = statement.appeal
    _tell([one.user for one in active_handlers(appeal)], "appeal_statement_given", appeal)


def _tell_asked(statement: AppealStatement, template: str) -> None:
    people = [statement.user] if statement.user is not None else applicants(statement.appeal)
    url = public_link("appeals.statement", statement_id=statement.id)
    _tell(people, template, statement.appeal, url=url, due_on=statement.due_on)


def applicants(appeal: Appeal) -> list[User]:
    """The managers and the legal representative of the cluster organisation."""
    cluster = cluster_behind(appeal)
    people = {
        person.id: person
        for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE)
        for person in people_with(cluster, role)
    }
    return list(people.values())


def _officer(appeal: Appeal) -> list[User]:
    return [appeal.officer] if appeal.officer is not None else []


def _secretariat(appeal: Appeal) -> list[User]:
    query = select(User).where(User.active, User.roles.any(Role.name == RoleName.SECRETARIAT.value))
    people = db.session.scalars(query.order_by(User.id))
    return [person for person in people if not has_conflict(person, review_of(appeal))]


def _tell(people: Iterable[User], template: str, appeal: Appeal, url: str = "", **more: Any) -> None:
    for person in people:
        queue_mail(
            person.email,
            person.locale,
            template,
            person=person,
            appeal=appeal,
            reference=reference(appeal),
            cluster=cluster_behind(appeal),
            scheme=scheme_of(review_of(appeal)),
            url=url or public_link("appeals.show", appeal_id=appeal.id),
            **more,
        )
