"""Mails about reviews. None of them tells more of a case than its reader may see."""

from collections.abc import Iterable

from sqlalchemy import select

from labelapp.accounts.models import Role, RoleName, User
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.models import Assignment, Review
from labelapp.web.links import public_link


def _address(endpoint: str, review: Review) -> str:
    values = {"review_id": review.id} if endpoint.startswith("reviews.") else {}
    return public_link(endpoint, **values)


def _people(role: RoleName) -> list[User]:
    query = select(User).where(User.active, User.roles.any(Role.name == role.value)).order_by(User.id)
    return list(db.session.scalars(query))


def _tell(people: Iterable[User], template: str, review: Review, endpoint: str, **content: object) -> None:
    for person in people:
        queue_mail(
            person.email,
            person.locale,
            template,
            person=person,
            review=review,
            cluster=cluster_of(review),
            scheme=scheme_of(review),
            url=_address(endpoint, review),
            **content,
        )


def tell_nominee(assignment: Assignment) -> None:
    """Ask a nominee to declare their interests."""
    review = assignment.review
    _tell([assignment.user], "assessor_nominated", review, "reviews.interests", role=assignment.role)


def tell_of_conflict(review: Review, person: User) -> None:
    """Tell the secretariat that somebody is off the case; the note stays in the record."""
    _tell(
        _people(RoleName.SECRETARIAT), "interest_declared", review, "reviews.assignment", declared_by=person
    )


def tell_started(review: Review, assignments: Iterable[Assignment]) -> None:
    """Tell the assessors that they can score."""
    _tell((assignment.user for assignment in assignments), "review_started", review, "reviews.desk")


def tell_locked(review: Review) -> None:
    """Tell the assessors that they can compare their sheets."""
    people = [assignment.user for assignment in policy.scoring_assignments(review)]
    _tell(people, "sheets_locked", review, "reviews.consensus")


def tell_of_dispute(review: Review, indicator: str) -> None:
    """Tell the secretariat, as far as it has no interest, that a third expert is needed."""
    people = [one for one in _people(RoleName.SECRETARIAT) if not policy.has_conflict(one, review)]
    _tell(people, "dispute_declared", review, "reviews.third_expert", indicator=indicator)


def tell_of_third_decision(review: Review, indicator: str) -> None:
    """Tell the assessors that the third expert decided an indicator."""
    people = [assignment.user for assignment in policy.scoring_assignments(review)]
    _tell(people, "dispute_decided", review, "reviews.consensus", indicator=indicator)


def tell_of_report(review: Review) -> None:
    """Tell the secretariat and the board members who did not assess and declared no interest."""
    assessors = {assignment.user_id for assignment in review.assignments}
    board = [
        member
        for member in _people(RoleName.BOARD)
        if member.id not in assessors and not policy.has_conflict(member, review)
    ]
    secretariat = [person for person in _people(RoleName.SECRETARIAT) if person not in board]
    _tell(
        [person for person in secretariat if not policy.has_conflict(person, review)],
        "report_final",
        review,
        "reviews.report",
    )
    _tell(board, "report_awaits_decision", review, "web.tasks")
