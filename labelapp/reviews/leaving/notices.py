"""Mails about people who leave a case."""

from labelapp.accounts.models import RoleName
from labelapp.accounts.queries import people_with_role
from labelapp.events.outbox import queue_mail
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Assignment
from labelapp.reviews.policy import has_conflict
from labelapp.web.links import public_link


def tell_declined(assignment: Assignment) -> None:
    """Tell the secretariat that a seat is free again, and why."""
    review = assignment.review
    for officer in people_with_role(RoleName.SECRETARIAT):
        if officer.id != assignment.user_id and not has_conflict(officer, review):
            queue_mail(
                officer.email,
                officer.locale,
                "nomination_declined",
                person=officer,
                assessor=assignment.user,
                cluster=cluster_of(review),
                reason=assignment.ending_reason,
                url=public_link("reviews.assignment", review_id=review.id),
            )


def tell_replaced(assignment: Assignment) -> None:
    """Tell a person that they are off a case. The reason is the secretariat's to tell."""
    queue_mail(
        assignment.user.email,
        assignment.user.locale,
        "assessor_replaced",
        person=assignment.user,
        cluster=cluster_of(assignment.review),
    )
