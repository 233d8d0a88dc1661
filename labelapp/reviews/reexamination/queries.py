"""Reading what is special where a submission has two reviews."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

from labelapp.accounts.models import Role, RoleName, User
from labelapp.assessments.models import Submission
from labelapp.extensions import db
from labelapp.reviews.models import BarredPerson, Review, ReviewState


def latest_review() -> ColumnElement[bool]:
    """The condition that joins each submission with its review, or with the re-examination where there is one."""
    later = aliased(Review)
    replaced = (
        select(later.id)
        .where(later.submission_id == Review.submission_id, later.examination > Review.examination)
        .correlate(Review)
        .exists()
    )
    return and_(Review.submission_id == Submission.id, ~replaced)


def barred_from(review: Review) -> set[int]:
    """Who may not assess in a re-examination: those of before, and whoever may read the first examination."""
    if review.examination == 1:
        return set()
    return {one.user_id for one in review.barred} | _readers()


def barred_from_open_reviews() -> dict[int, set[int]]:
    """The same by review that looks for assessors, in two statements."""
    query = (
        select(BarredPerson.review_id, BarredPerson.user_id)
        .join(Review, Review.id == BarredPerson.review_id)
        .where(Review.state == ReviewState.ASSIGNING)
    )
    found: dict[int, set[int]] = {}
    for review_id, user_id in db.session.execute(query):
        found.setdefault(review_id, set()).add(user_id)
    readers = _readers() if found else set()
    return {review_id: people | readers for review_id, people in found.items()}


def _readers() -> set[int]:
    """Board and secretariat: with a declaration they read every report, and so that of the first examination."""
    names = (RoleName.BOARD.value, RoleName.SECRETARIAT.value)
    return set(db.session.scalars(select(User.id).where(User.roles.any(Role.name.in_(names)))))
