"""The panel "Steering" on the start page of the secretariat."""

from collections.abc import Iterator
from typing import Any

from labelapp.clock import today
from labelapp.steering.policy import may_see_cases_behind
from labelapp.steering.queries.overdue import count_overdue
from labelapp.steering.scope import read_scope
from labelapp.steering.words import late_name
from labelapp.web.tasks import Panel


def panels(user: Any) -> Iterator[Panel]:
    """What is late, by kind, with the way to the list."""
    if may_see_cases_behind(user):
        counts = count_overdue(user, read_scope({}, today()), today())
        yield Panel("steering/panel.html", [(one.kind, late_name(one.kind), one.count) for one in counts])
