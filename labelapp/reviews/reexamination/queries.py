"""Reading what is special where a submission has two reviews."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

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


def barred_from_open_reviews() -> dict[int, set[int]]:
    """Who may have no part, by review that looks for assessors; one statement."""
    query = (
        select(BarredPerson.review_id, BarredPerson.user_id)
        .join(Review, Review.id == BarredPerson.review_id)
        .where(Review.state == ReviewState.ASSIGNING)
    )
    found: dict[int, set[int]] = {}
    for review_id, user_id in db.session.execute(query):
        found.setdefault(review_id, set()).add(user_id)
    return found
