"""Figures that are counted once for each state of the system, so that a look costs the same whatever is counted.

They are remembered in each process until something happens to a certificate, a case, a cluster, a remit or the
blocks of the benchmark, and until midnight, because statuses follow from the day.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import func, select, union_all

from labelapp.assessments.models import Assessment
from labelapp.benchmarks.models import ReportDate
from labelapp.certificates.models import Certificate
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner, Programme
from labelapp.decisions.models import Decision
from labelapp.events.models import Event
from labelapp.extensions import db
from labelapp.reviews.models import Review

MEMORY = "counts of remits"
_MOST = 1000
_KINDS = (Assessment, Certificate, Cluster, Decision, Partner, Programme, ReportDate, Review)
Found = TypeVar("Found")


@dataclass
class Memory:
    """What was counted in one state of the system."""

    state: tuple[str, date]
    _found: dict[Hashable, Any] = field(default_factory=dict)

    def recall(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """What is known by `key`, made now if it is not."""
        if key not in self._found:
            if len(self._found) >= _MOST:
                self._found.clear()
            self._found[key] = make()
        found: Found = self._found[key]
        return found


def memory_of(day: date) -> Memory:
    """The memory of the present state. One statement, whose price does not depend on the length of the log."""
    state = (_last_event(), day)
    memory: Memory | None = current_app.extensions.get(MEMORY)
    if memory is None or memory.state != state:
        memory = current_app.extensions[MEMORY] = Memory(state)
    return memory


def _last_event() -> str:
    """The hash of the last event that may change a count; it stands for all before it."""
    numbers = [
        select(func.max(Event.number).label("number")).where(Event.subject_kind == kind.__tablename__)
        for kind in _KINDS
    ]
    newest = union_all(*numbers).subquery()
    last = select(func.max(newest.c.number)).scalar_subquery()
    return db.session.scalar(select(Event.hash).where(Event.number == last)) or ""
