"""Objecting to a nominee, and settling it.

The period begins when the applicant is told of a nominee, which is when the nominee has declared: the day on which
it ends is stored, since it was told. Reasons stand in the row and in no event of the log.
"""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.models import Assignment, Review
from labelapp.reviews.objections import notices
from labelapp.reviews.objections.checks import has_not_started
from labelapp.reviews.objections.models import Objection, ObjectionState
from labelapp.reviews.operations.opening import end_assignment
from labelapp.reviews.operations.transitions import hold
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days


def grant_objection(assignment: Assignment) -> Objection | None:
    """Tell the applicant of a nominee and begin the period. None where the scheme gives no right to object."""
    review = assignment.review
    days = scheme_of(review).procedure.objection_days
    if assignment.objection is not None or days == 0:
        return None
    until = add_working_days(today(), days, cluster_of(review).country)
    assignment.objection = Objection(until=until)
    db.session.flush()
    record("objection.granted", review, account=assignment.user_id, until=until.isoformat())
    notices.tell_of_nominee(assignment.objection)
    return assignment.objection


def agree_to_nominees(review: Review, by: User) -> int:
    """The applicant has no objection to those whose period runs; return to how many."""
    hold(review)
    running = [one for one in objections_of(review) if one.state(today()) is ObjectionState.OPEN]
    for objection in running:
        objection.agreed_at, objection.agreed_by_id = now(), by.id
        record("objection.given_up", review, actor=by, account=objection.assignment.user_id)
    return len(running)


def raise_objection(objection: Objection, reason: str, by: User) -> None:
    """The applicant objects, with a reason.

    Raises DomainError (409) when the period is over or was used, InvalidInput (422) without a reason.
    """
    review = objection.assignment.review
    hold(review)
    db.session.refresh(objection)
    if objection.assignment.ended_at is not None or not has_not_started(objection.assignment):
        raise DomainError(_("This person is not nominated any more, or has started."))
    if objection.state(today()) is not ObjectionState.OPEN:
        raise DomainError(_("The time to object to this person is over, or you answered already."))
    if not reason.strip():
        raise InvalidInput(_("Write why this person should not assess you."))
    objection.reason, objection.raised_at, objection.raised_by_id = reason.strip(), now(), by.id
    record("objection.raised", review, actor=by, account=objection.assignment.user_id)
    notices.tell_of_objection(objection)


def settle_objection(objection: Objection, *, upheld: bool, answer: str, by: User) -> None:
    """The secretariat upholds an objection, which frees the seat, or rejects it; each with a reason.

    Raises DomainError (409) when it is settled or the person has left, InvalidInput (422) without a reason.
    """
    review = objection.assignment.review
    hold(review)
    db.session.refresh(objection)
    if objection.state(today()) is not ObjectionState.RAISED or objection.assignment.ended_at is not None:
        raise DomainError(_("This objection is settled already."))
    if not answer.strip():
        raise InvalidInput(_("Write the reason. The cluster organisation reads it."))
    objection.upheld, objection.answer = upheld, answer.strip()
    objection.settled_at, objection.settled_by_id = now(), by.id
    record("objection.settled", review, actor=by, account=objection.assignment.user_id, upheld=upheld)
    if upheld:
        end_assignment(objection.assignment, by)
    notices.tell_of_settlement(objection)


def objections_of(review: Review) -> list[Objection]:
    """The rights to object to those who take part now, in the order in which they were nominated."""
    active = [one for one in review.assignments if one.ended_at is None]
    return [one.objection for one in active if one.objection is not None]
