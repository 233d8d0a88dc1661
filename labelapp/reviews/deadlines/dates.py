"""Which days a case has for its experts. They are stored when they are told, and never derived anew."""

from datetime import date

from labelapp.clock import today
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.models import Assignment, Review, ReviewState
from labelapp.workdays import add_working_days


def declare_by(review: Review) -> date:
    """The day by which somebody who is asked today declares their interests."""
    return add_working_days(today(), scheme_of(review).procedure.declare_days, cluster_of(review).country)


def lock_by(review: Review) -> date:
    """The day by which a score sheet that is opened today is locked."""
    return add_working_days(today(), scheme_of(review).procedure.assess_days, cluster_of(review).country)


def waits_until(assignment: Assignment, declared: bool) -> date | None:
    """The day by which a person does what is theirs to do now; None when it is not their turn.

    `declared` says that they declared to have no interest in the case.
    """
    if not declared:
        return assignment.declare_by
    sheet, scoring = assignment.sheet, assignment.review.state is ReviewState.SCORING
    return assignment.lock_by if scoring and sheet is not None and sheet.locked_at is None else None
