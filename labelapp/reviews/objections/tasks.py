"""What objections ask of people: an answer of the applicant, and one of the secretariat."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_secretariat
from labelapp.clock import today
from labelapp.reviews.case import cluster_of
from labelapp.reviews.objections.queries import running_rights, waiting_objections
from labelapp.web.tasks import Task


def tasks(user: User) -> Iterator[Task]:
    """The applicant's managers look at who is nominated; officers settle objections."""
    yield from _of_applicant(user)
    if is_secretariat(user):
        yield from _of_officer(user)


def _of_applicant(user: User) -> Iterator[Task]:
    seen = set()
    for right in running_rights(user, today()):
        review = right.assignment.review
        if review.id not in seen:
            seen.add(review.id)
            yield Task(
                title=_("Look at who is to assess you: %(cluster)s", cluster=cluster_of(review).name),
                detail=_("You may object, with a reason. If you agree, the assessment can start at once."),
                url=url_for("objections.show", review_id=review.id),
                action=_("See the experts"),
                due=right.until,
            )


def _of_officer(user: User) -> Iterator[Task]:
    for objection in waiting_objections(user):
        review = objection.assignment.review
        yield Task(
            title=_("An objection waits: %(cluster)s", cluster=cluster_of(review).name),
            detail=_("The cluster organisation objects to %(name)s.", name=objection.assignment.user.name),
            url=url_for("objections.settlement", review_id=review.id, objection_id=objection.id),
            action=_("Settle the objection"),
        )
