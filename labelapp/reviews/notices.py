"""Mails about reviews. None of them tells more of a case than its reader may see."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from labelapp.accounts.models import Role, RoleName, User
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.deadlines.dates import waits_until
from labelapp.reviews.models import Assignment, Review
from labelapp.web.links import public_link


def _address(endpoint: str, review: Review) -> str:
    values = {"review_id": review.id} if endpoint.startswith(("reviews.", "objections.")) else {}
    return public_link(endpoint, **values)


def _people(role: RoleName) -> list[User]:
    query = select(User).where(User.active, User.roles.any(Role.name == role.value)).order_by(User.id)
    return list(db.session.scalars(query))


def officers_of(review: Review) -> list[User]:
    """The officers who declared to have no interest in the case: nobody else hears what happens in it."""
    return [one for one in _people(RoleName.SECRETARIAT) if policy.has_declared_clear(one, review)]


def tell(
    people: Iterable[User],
    template: str,
    review: Review,
    endpoint: str,
    applicant: bool = False,
    **content: object,
) -> None:
    """Mail some people about a case. Whoever has an interest in it gets nothing, whatever the list says.

    `applicant`: the mail is for the cluster organisation itself.
    """
    for person in people:
        if not applicant and policy.has_conflict(person, review):
            continue
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
    tell(
        [assignment.user],
        "assessor_nominated",
        review,
        "reviews.interests",
        role=assignment.role,
        due_on=assignment.declare_by,
    )


def tell_of_conflict(review: Review, person: User) -> None:
    """Tell the secretariat that somebody is off the case; the note stays in the record."""
    tell(officers_of(review), "interest_declared", review, "reviews.assignment", declared_by=person)


def tell_started(review: Review, assignments: Iterable[Assignment]) -> None:
    """Tell the assessors that they can score."""
    for assignment in assignments:
        due_on = waits_until(assignment, declared=True)
        tell([assignment.user], "review_started", review, "reviews.desk", due_on=due_on)


def tell_locked(review: Review) -> None:
    """Tell the assessors that they can compare their sheets."""
    people = [assignment.user for assignment in policy.scoring_assignments(review)]
    tell(people, "sheets_locked", review, "reviews.consensus")


def tell_of_dispute(review: Review, indicator: str) -> None:
    """Tell the officers of the case that a third expert is needed."""
    tell(officers_of(review), "dispute_declared", review, "reviews.third_expert", indicator=indicator)


def tell_of_third_decision(review: Review, indicator: str) -> None:
    """Tell the assessors that the third expert decided an indicator."""
    people = [assignment.user for assignment in policy.scoring_assignments(review)]
    tell(people, "dispute_decided", review, "reviews.consensus", indicator=indicator)


def tell_of_report(review: Review) -> None:
    """Tell the officers of the case, and the board members who did not assess and declared no interest."""
    assessors = {assignment.user_id for assignment in review.assignments}
    board = [member for member in _people(RoleName.BOARD) if member.id not in assessors]
    officers = [person for person in officers_of(review) if person not in board]
    tell(officers, "report_final", review, "reviews.report")
    tell(board, "report_awaits_decision", review, "web.tasks")


def _lead(review: Review) -> list[User]:
    return [assignment.user for assignment in policy.scoring_assignments(review)[:1]]


def _managers(review: Review) -> list[User]:
    """Those who speak for the cluster organisation about the draft."""
    return people_with(cluster_of(review), TeamRole.MANAGER)


def tell_lead_of_consent(review: Review, by: User, agrees: bool, note: str) -> None:
    """Tell the lead what the other assessor says about the draft."""
    tell(_lead(review), "draft_read", review, "reviews.report", said_by=by, agrees=agrees, note=note)


def tell_of_draft(review: Review, due_on: date) -> None:
    """Tell the managers that the draft is there, and until when they can point out errors of fact."""
    tell(_managers(review), "draft_sent", review, "reviews.team_draft", applicant=True, due_on=due_on)


def remind_of_comments(review: Review, due_on: date) -> None:
    """Remind the managers of the last day."""
    tell(_managers(review), "comments_due", review, "reviews.team_draft", applicant=True, due_on=due_on)


def tell_lead_of_comments(review: Review, remarks: int, expired: bool) -> None:
    """Tell the lead that the comment period is over."""
    tell(_lead(review), "comments_ended", review, "reviews.report", remarks=remarks, expired=expired)


def tell_of_reopening(review: Review, by: User, reason: str) -> None:
    """Tell the other assessors why they agree again, and the managers that another draft follows."""
    others = [one.user for one in policy.scoring_assignments(review) if one.user_id != by.id]
    tell(others, "agreement_reopened", review, "reviews.consensus", reason=reason)
    tell(_managers(review), "draft_withdrawn", review, "reviews.team_draft", applicant=True)
