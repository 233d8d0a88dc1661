"""Mails about calibration exercises. None of them tells what anybody scored."""

from labelapp.accounts.models import User
from labelapp.events.outbox import queue_mail
from labelapp.reviews.calibration.models import Exercise
from labelapp.web.links import public_link


def tell_invited(exercise: Exercise, person: User) -> None:
    """Tell somebody that an exercise waits for them."""
    _tell("calibration_invited", exercise, person, "calibration.desk")


def remind(exercise: Exercise) -> None:
    """Remind those who have not locked."""
    for sheet in exercise.sheets:
        if sheet.locked_at is None and sheet.user.active:
            _tell("calibration_reminder", exercise, sheet.user, "calibration.desk")


def tell_closed(exercise: Exercise) -> None:
    """Tell those who locked that the comparison is final."""
    for sheet in exercise.sheets:
        if sheet.locked_at is not None and sheet.user.active:
            _tell("calibration_closed", exercise, sheet.user, "calibration.comparison")


def _tell(template: str, exercise: Exercise, person: User, endpoint: str) -> None:
    queue_mail(
        person.email,
        person.locale,
        template,
        person=person,
        exercise=exercise,
        url=public_link(endpoint, exercise_id=exercise.id),
    )
