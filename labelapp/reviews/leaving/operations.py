"""Declining a nomination, and replacing a person in mid-case."""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.extensions import db
from labelapp.reviews.leaving import notices, policy
from labelapp.reviews.models import Assignment, Ending
from labelapp.reviews.operations.opening import end_assignment
from labelapp.web.errors import DomainError, InvalidInput


def decline_nomination(assignment: Assignment, reason: str) -> None:
    """Give a seat back before the work has begun; the secretariat is told why. No interest is meant by it.

    Raises InvalidInput (422) without a reason, DomainError (409) when the work has begun.
    """
    if not reason.strip():
        raise InvalidInput(_("Say in a few words why, so that the secretariat can plan."))
    if not policy.may_decline(assignment.user, assignment.review):
        raise DomainError(_("The review has begun. Write to the secretariat, which replaces you."))
    _end(assignment, Ending.DECLINED, reason, by=assignment.user)
    notices.tell_declined(assignment)


def replace_person(assignment: Assignment, reason: str, by: User) -> None:
    """Take a person off a case for a reason that is kept with it. Their sheet stays in the record and does not count.

    Raises InvalidInput (422) without a reason, and what `end_assignment` raises.
    """
    if not reason.strip():
        raise InvalidInput(_("Give the reason; it is kept with the case."))
    _end(assignment, Ending.REPLACED, reason, by)
    notices.tell_replaced(assignment)


def _end(assignment: Assignment, ending: Ending, reason: str, by: User) -> None:
    end_assignment(assignment, by)
    assignment.ending, assignment.ending_reason = ending, reason.strip()
    db.session.flush()
