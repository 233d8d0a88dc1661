"""What waits for the people of a decision: board, secretariat, and holders of a label with conditions."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from labelapp.accounts.policy import is_secretariat
from labelapp.clock import today
from labelapp.decisions import policy
from labelapp.decisions.board.alone import one_is_enough
from labelapp.decisions.board.presentation import next_to_vote
from labelapp.decisions.board.queries import deferrals_due, open_sessions, placed_reviews
from labelapp.decisions.conditions.queries import (
    conditions_to_check,
    conditions_to_meet,
    is_overdue,
    running_conditions,
)
from labelapp.decisions.queries import waiting_cases
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.web.locale import scheme_text
from labelapp.web.tasks import Task


def tasks(user: Any) -> Iterator[Task]:
    """Votes and cases of a board member, conditions of a holder and of who checks them, cases that come back."""
    if policy.may_see_board(user):
        yield from _board_tasks(user)
    checks = is_secretariat(user) or policy.may_see_board(user)
    for condition in conditions_to_check(user) if checks else ():
        yield Task(
            title=_("Check a condition: %(cluster)s", cluster=cluster_of(condition.decision.review).name),
            detail=_("The holder of the label has answered."),
            url=url_for("conditions.show", condition_id=condition.id),
            action=_("Read the answer"),
        )
    for condition in conditions_to_meet(user):
        label = scheme_text(scheme_of(condition.decision.review).name)
        yield Task(
            title=_("Meet a condition of the label: %(label)s", label=label),
            detail=condition.text,
            url=url_for("conditions.show", condition_id=condition.id),
            action=_("Answer"),
            due=condition.due_on,
        )
    if is_secretariat(user):
        yield from _secretariat_tasks(user)


def _secretariat_tasks(user: Any) -> Iterator[Task]:
    """What is overdue, and what comes back."""
    for condition in running_conditions(user):
        if is_overdue(condition, today()):
            yield Task(
                title=_("Overdue condition: %(cluster)s", cluster=cluster_of(condition.decision.review).name),
                detail=condition.text,
                url=url_for("conditions.show", condition_id=condition.id),
                action=_("Open the condition"),
                due=condition.due_on,
            )
    for deferral in deferrals_due(user, today()):
        yield Task(
            title=_("Back to the board: %(cluster)s", cluster=cluster_of(deferral.review).name),
            detail=_("The decision was deferred until now."),
            url=url_for("board.sessions"),
            action=_("Put it on an agenda"),
            due=deferral.until,
        )


def _board_tasks(user: Any) -> Iterator[Task]:
    """First declare interests; then vote in the open sessions, or decide where one vote is enough."""
    for session in open_sessions():
        upcoming = next_to_vote(user, session)
        if upcoming is not None:
            yield Task(
                title=_("Vote: %(session)s", session=session.title),
                detail=_("Cases of this session wait for your vote."),
                url=url_for("board.session", session_id=session.id),
                action=_("Open the agenda"),
                due=session.held_on or session.deadline,
            )
    placed = placed_reviews()
    for waiting in waiting_cases(user):
        if waiting.declared and not (one_is_enough(waiting.review) and waiting.review.id not in placed):
            continue
        label = scheme_text(scheme_of(waiting.review).name)
        name = cluster_of(waiting.review).name
        yield Task(
            title=_("Decide on %(cluster)s", cluster=name)
            if waiting.declared
            else _("Declare your interests: %(cluster)s", cluster=name),
            detail=_("%(label)s. The assessment report is final.", label=label),
            url=url_for("decisions.case", review_id=waiting.review.id),
            action=_("Read and decide") if waiting.declared else _("Declare interests"),
            started=waiting.declared,
        )
