"""Who may do what with calibration exercises."""

from typing import Any

from labelapp.accounts.policy import is_assessor, is_secretariat
from labelapp.reviews.calibration.models import CalibrationSheet, Exercise


def may_keep_exercises(user: Any) -> bool:
    """The secretariat prepares exercises."""
    return is_secretariat(user)


def may_see_own_exercises(user: Any) -> bool:
    """Assessors find the exercises to which they are invited."""
    return is_assessor(user)


def sheet_of(user: Any, exercise: Exercise) -> CalibrationSheet | None:
    """The sheet of a person who is invited."""
    return next((sheet for sheet in exercise.sheets if sheet.user_id == user.id), None)


def may_keep(user: Any, exercise: Exercise) -> bool:
    """Reference and results are the secretariat's: not those of an officer who is still to score the exercise."""
    if not is_secretariat(user):
        return False
    own = sheet_of(user, exercise)
    return own is None or own.locked_at is not None


def may_read_case(user: Any, exercise: Exercise) -> bool:
    """Those who are invited read the fictional case, once the exercise is open."""
    return is_assessor(user) and exercise.opened_at is not None and sheet_of(user, exercise) is not None


def may_compare(user: Any, exercise: Exercise) -> bool:
    """Whoever has locked sees the reference and how the others spread, and nobody sees it before."""
    own = sheet_of(user, exercise) if may_read_case(user, exercise) else None
    return own is not None and own.locked_at is not None
