"""Who may leave a case, and who may read what those left behind who were replaced."""

from typing import Any

from labelapp.reviews.models import Assignment, Review, ReviewState
from labelapp.reviews.policy import assignment_of, in_team, may_compare, may_declare


def may_decline(user: Any, review: Review) -> bool:
    """Whoever is asked may decline until the review starts, and an observer until they have declared."""
    assignment = assignment_of(user, review)
    if assignment is None or not may_declare(user, review):
        return False
    asked = review.state is ReviewState.ASSIGNING or all(
        item.user_id != user.id for item in review.declarations
    )
    return asked and assignment.sheet is None


def may_read_earlier_sheets(user: Any, review: Review) -> bool:
    """What replaced assessors had locked: for those who compare the sheets that count, once all of these are locked."""
    return may_compare(user, review) and not in_team(user, review)


def earlier_sheets(review: Review) -> list[Assignment]:
    """Those who left the case after they had locked their sheet, in the order in which they left."""
    left = [item for item in review.assignments if item.ended_at and item.sheet and item.sheet.locked_at]
    return sorted(left, key=lambda item: (item.ended_at, item.id))
