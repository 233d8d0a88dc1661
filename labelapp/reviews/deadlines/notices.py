"""Mails about the days of a case. Before the declaration they tell no more than the question itself."""

from datetime import date

from labelapp.accounts.models import RoleName
from labelapp.accounts.queries import people_with_role
from labelapp.events.outbox import queue_mail
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.models import Assignment
from labelapp.web.links import public_link

_PAGES = {"declare": "reviews.interests", "lock": "reviews.desk"}


def tell_of_date(assignment: Assignment, notice: str, due_on: date, late: bool) -> None:
    """Tell a person that a date comes or has passed; of the latter the secretariat is told too."""
    review = assignment.review
    page = _PAGES[notice.partition("_")[0]]
    about = {"cluster": cluster_of(review), "scheme": scheme_of(review), "due_on": due_on}
    queue_mail(
        assignment.user.email,
        assignment.user.locale,
        f"assignment_{notice}",
        person=assignment.user,
        url=public_link(page, review_id=review.id),
        **about,
    )
    if not late:
        return
    for officer in people_with_role(RoleName.SECRETARIAT):
        if officer.id != assignment.user_id and not policy.has_conflict(officer, review):
            queue_mail(
                officer.email,
                officer.locale,
                f"office_{notice}",
                person=officer,
                assessor=assignment.user,
                url=public_link("reviews.assignment", review_id=review.id),
                **about,
            )
