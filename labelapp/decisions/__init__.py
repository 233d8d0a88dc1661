"""Decisions of the labelling body."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from labelapp.decisions import appeals, policy
from labelapp.decisions.queries import decisions_for, waiting_cases
from labelapp.decisions.views import bp
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.web.locale import scheme_text
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import Panel, Task, register_panel, register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(
        app, Entry(lazy_gettext("Decisions"), "decisions.board", policy.may_see_board, order=40)
    )
    register_tasks(app, _tasks)
    register_panel(app, _panels)
    appeals.init_app(app)


def _panels(user: Any) -> Iterator[Panel]:
    """What was decided on the cases of one's own cluster organisations."""
    decisions = decisions_for(user)
    if decisions:
        rows = [(decision, scheme_text(scheme_of(decision.review).name)) for decision in decisions]
        yield Panel("decisions/panel.html", rows)


def _tasks(user: Any) -> Iterator[Task]:
    """A board member's cases: first declare interests, then decide."""
    if not policy.may_see_board(user):
        return
    for waiting in waiting_cases(user):
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
