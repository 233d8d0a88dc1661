"""What waits for a person: each package says what it knows, the page puts it in order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Flask, current_app
from flask_babel import format_date
from flask_babel import gettext as _


@dataclass(frozen=True)
class Task:
    """Something that a person has to do now.

    `title` and `detail` are translated sentences, `action` the words of the button, `chart` a `RuleChart`
    when the task is about points. `due` may be None, and `started` when there is nothing to begin.
    """

    title: str
    detail: str
    url: str
    action: str
    due: date | None = None
    started: bool | None = False
    chart: Any = None

    def days_left(self, today: date) -> int | None:
        """Days until it is due, negative when it is late, None without a date."""
        return (self.due - today).days if self.due else None

    def due_words(self) -> str:
        """For instance "by 27 November 2026", empty without a date."""
        return str(_("by %(date)s", date=format_date(self.due, "long"))) if self.due else ""


@dataclass(frozen=True)
class Panel:
    """A part of the start page beside the tasks: a template below `templates/` and what it shows."""

    template: str
    content: Any = field(default=None)
    aside: bool = True


TaskSource = Callable[[Any], Iterable[Task]]
PanelSource = Callable[[Any], Iterable[Panel]]


def register_tasks(app: Flask, source: TaskSource) -> None:
    """`source(user)` yields the tasks of that person in one package."""
    app.extensions.setdefault("task sources", []).append(source)


def register_panel(app: Flask, source: PanelSource) -> None:
    """`source(user)` yields the panels of that person in one package."""
    app.extensions.setdefault("panel sources", []).append(source)


def tasks_of(user: Any) -> list[Task]:
    """All tasks of a person, the most urgent first, those without a date last."""
    found = [task for source in current_app.extensions.get("task sources", []) for task in source(user)]
    return sorted(found, key=lambda task: (task.due is None, task.due or date.max))


def panels_of(user: Any) -> list[Panel]:
    """All panels of a person in the order in which packages registered them."""
    return [panel for source in current_app.extensions.get("panel sources", []) for panel in source(user)]
