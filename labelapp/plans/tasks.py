"""What a plan asks of a person: their own improvements, and how far the plan of the team is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.plans import queries
from labelapp.plans.models import ItemState
from labelapp.plans.presentation import scheme_of
from labelapp.web.locale import scheme_text
from labelapp.web.tasks import Panel, Task


@dataclass(frozen=True)
class PlanCount:
    """How many improvements of a cluster organisation are to be done, and how many of these are late."""

    cluster: Cluster
    undone: int
    overdue: int


def tasks(user: User) -> Iterator[Task]:
    """The improvements that a person takes care of."""
    for item in queries.undone_items_owned_by(user):
        scheme = scheme_of(item)
        indicator = scheme.indicators.get(item.indicator) if scheme else None
        name = scheme_text(indicator.name) if indicator else ""
        yield Task(
            title=_("Improve %(code)s %(name)s", code=item.indicator, name=name),
            detail=_("%(cluster)s: from the plan of your team.", cluster=item.cluster.name),
            url=url_for("plans.item", item_id=item.id),
            action=_("Open the plan"),
            due=item.due_on,
            started=item.state is ItemState.IN_PROGRESS,
        )


def panels(user: Any) -> Iterator[Panel]:
    """How far the plans of a person's cluster organisations are."""
    found: dict[int, PlanCount] = {}
    for item in queries.undone_items_of_teams(user):
        before = found.get(item.cluster_id, PlanCount(item.cluster, 0, 0))
        late = before.overdue + item.is_overdue(today())
        found[item.cluster_id] = PlanCount(item.cluster, before.undone + 1, late)
    if found:
        yield Panel("plans/panel.html", list(found.values()))
