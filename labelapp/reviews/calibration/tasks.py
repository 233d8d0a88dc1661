"""The exercises that wait for a person."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.reviews.calibration import policy
from labelapp.reviews.calibration.models import State
from labelapp.reviews.calibration.queries import judged_on, sheets_of
from labelapp.web.tasks import Task


def calibration_tasks(user: User) -> Iterator[Task]:
    """The open exercises whose sheet the person has not locked; two statements."""
    if not policy.may_see_own_exercises(user):
        return
    waiting = [
        sheet for sheet in sheets_of(user) if sheet.locked_at is None and sheet.exercise.state is State.OPEN
    ]
    begun = judged_on([sheet.id for sheet in waiting]) if waiting else {}
    for sheet in waiting:
        yield Task(
            title=_("Calibration exercise: %(title)s", title=sheet.exercise.title),
            detail=_("Score a fictional case on your own, then compare with the reference."),
            url=url_for("calibration.desk", exercise_id=sheet.exercise_id),
            action=_("Go on") if sheet.id in begun else _("Begin"),
            due=sheet.exercise.closes_on,
            started=sheet.id in begun,
        )
