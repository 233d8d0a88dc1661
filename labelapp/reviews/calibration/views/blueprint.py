"""The blueprint of calibration exercises, and what its views share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint

from labelapp.reviews.calibration.models import Exercise
from labelapp.reviews.calibration.queries import ItemPlace

bp = Blueprint("calibration", __name__)
HERE = "/calibration/<int:exercise_id>"


def on_item(policy: Callable[[Any, Exercise], bool]) -> Callable[[Any, ItemPlace], bool]:
    """The policy on an exercise as one on an indicator of it."""

    @wraps(policy)
    def on_place(user: Any, place: ItemPlace) -> bool:
        return policy(user, place.exercise)

    return on_place
