"""What waits for people in appeals."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from labelapp.accounts.policy import is_assessor, is_board, is_secretariat
from labelapp.clock import today
from labelapp.clusters.queries import is_cluster_person
from labelapp.decisions.appeals import policy
from labelapp.decisions.appeals.models import Appeal, AppealState, AppealStatement
from labelapp.decisions.appeals.queries import (
    appeal_against,
    appeals_handled_by,
    open_appeals,
    statements_asked_of,
)
from labelapp.decisions.queries import decisions_for
from labelapp.reviews.case import scheme_of
from labelapp.reviews.policy import has_declared_clear
from labelapp.web.locale import scheme_text
from labelapp.web.tasks import Task


def tasks(user: Any) -> Iterator[Task]:
    """The tasks of a person in appeals."""
    if is_cluster_person(user):
        yield from _of_applicant(user)
    if is_board(user) or is_assessor(user):
        yield from (_of_handler(user, appeal) for appeal in appeals_handled_by(user))
    if is_secretariat(user):
        yield from _of_secretariat(user)
    yield from (_of_asked(statement) for statement in statements_asked_of(user))


def _of_applicant(user: Any) -> Iterator[Task]:
    """An appeal that was begun and not filed, while there is time."""
    for decision in decisions_for(user):
        until = decision.appeal_until
        if until is None or until < today() or not policy.may_appeal(user, decision):
            continue
        appeal = appeal_against(decision)
        if appeal is not None and appeal.state is AppealState.DRAFT:
            yield Task(
                title=_("Your appeal is not filed yet"),
                detail=_(
                    "%(label)s. What you wrote is kept.", label=scheme_text(scheme_of(decision.review).name)
                ),
                url=url_for("appeals.write", decision_id=decision.id),
                action=_("Continue the appeal"),
                due=until,
                started=True,
            )


def _of_handler(user: Any, appeal: Appeal) -> Task:
    if not has_declared_clear(user, policy.review_of(appeal)):
        return _to_declare(appeal)
    return Task(
        title=_("Handle the appeal of %(cluster)s", cluster=policy.cluster_behind(appeal).name),
        detail=_("You had no part in the assessment and in the decision."),
        url=url_for("appeals.show", appeal_id=appeal.id),
        action=_("Read and decide"),
        due=appeal.due_on,
        started=True,
    )


def _to_declare(appeal: Appeal) -> Task:
    return Task(
        title=_("Declare your interests: %(cluster)s", cluster=policy.cluster_behind(appeal).name),
        detail=_("An appeal was filed. You see it after your declaration."),
        url=url_for("appeals.show", appeal_id=appeal.id),
        action=_("Declare interests"),
        due=appeal.due_on,
    )


def _of_asked(statement: AppealStatement) -> Task:
    return Task(
        title=_(
            "Statement on the appeal of %(cluster)s", cluster=policy.cluster_behind(statement.appeal).name
        ),
        detail=_("The people who handle the appeal ask you."),
        url=url_for("appeals.statement", statement_id=statement.id),
        action=_("Read and answer"),
        due=statement.due_on,
    )


def _of_secretariat(user: Any) -> Iterator[Task]:
    for appeal in open_appeals(user):
        if not has_declared_clear(user, policy.review_of(appeal)):
            yield _to_declare(appeal)
        elif appeal.officer_id is None or (
            appeal.officer_id == user.id and not policy.active_handlers(appeal)
        ):
            yield Task(
                title=_("Appeal of %(cluster)s", cluster=policy.cluster_behind(appeal).name),
                detail=_("Somebody who had no part in the case names the people who handle it."),
                url=url_for("appeals.show", appeal_id=appeal.id),
                action=_("Name handlers") if appeal.officer_id else _("Take it in charge"),
                due=appeal.due_on,
                started=appeal.officer_id is not None,
            )
