"""Decisions of the labelling body."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext

from labelapp.accounts.policy import is_secretariat
from labelapp.decisions import appeals, policy
from labelapp.decisions.board import views as board
from labelapp.decisions.board.queries import deferrals_for
from labelapp.decisions.board.silent import init_silent
from labelapp.decisions.conditions import views as conditions
from labelapp.decisions.conditions.reminders import init_reminders
from labelapp.decisions.filed import board_files
from labelapp.decisions.frozen import minutes_problem
from labelapp.decisions.queries import decisions_for
from labelapp.decisions.tasks import tasks
from labelapp.decisions.told import SUBJECTS, WORDS
from labelapp.decisions.views import bp
from labelapp.events.frozen import check_frozen
from labelapp.events.parts import register_part
from labelapp.events.telling import register_subject, register_words
from labelapp.reviews.case import scheme_of
from labelapp.web.locale import scheme_text
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import Panel, register_panel, register_tasks

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
    register_tasks(app, tasks)
    register_panel(app, _panels)
    register_words(app, WORDS)
    register_part(app, board_files)
    check_frozen(app, "board.ended", minutes_problem)
    for table, belongs in SUBJECTS.items():
        register_subject(app, table, belongs)
    appeals.init_app(app)


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
