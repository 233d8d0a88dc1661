"""Decisions of the labelling body."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from labelapp.accounts.policy import is_secretariat
from labelapp.clock import today
from labelapp.decisions import policy
from labelapp.decisions.board import views as board
from labelapp.decisions.board.alone import decides_alone
from labelapp.decisions.board.presentation import next_to_vote
from labelapp.decisions.board.queries import deferrals_due, deferrals_for, open_sessions
from labelapp.decisions.board.silent import init_silent
from labelapp.decisions.conditions import views as conditions
from labelapp.decisions.conditions.queries import conditions_to_check, conditions_to_meet
from labelapp.decisions.conditions.reminders import init_reminders
from labelapp.decisions.queries import decisions_for, waiting_cases
from labelapp.decisions.views import bp
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.web.locale import scheme_text
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import Panel, Task, register_panel, register_tasks

_OURS = ("decisions", "board", "conditions")


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    for blueprint in (bp, board.bp, conditions.bp):
        app.register_blueprint(blueprint)
    pages = tuple(endpoint for endpoint in app.view_functions if endpoint.partition(".")[0] in _OURS)
    register_navigation(
        app,
        Entry(lazy_gettext("Decisions"), "decisions.board", policy.may_see_board, 40, pages),
        Entry(lazy_gettext("Board"), "board.sessions", _prepares_only, 40, pages),
    )
    init_silent(app)
    init_reminders(app)
    register_tasks(app, _tasks)
    register_panel(app, _panels)


def _prepares_only(user: Any) -> bool:
    """The board reaches its sessions from its list of cases."""
    return is_secretariat(user) and not policy.may_see_board(user)


def _panels(user: Any) -> Iterator[Panel]:
    """What was decided, or put off, on the cases of one's own cluster organisations."""
    decisions, deferrals = decisions_for(user), deferrals_for(user)
    if decisions or deferrals:
        yield Panel(
            "decisions/panel.html",
            {
                "decisions": [(one, scheme_text(scheme_of(one.review).name)) for one in decisions],
                "deferrals": [(one, scheme_text(scheme_of(one.review).name)) for one in deferrals],
            },
        )


def _tasks(user: Any) -> Iterator[Task]:
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
    for waiting in waiting_cases(user):
        if waiting.declared and not decides_alone(waiting.review):
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
