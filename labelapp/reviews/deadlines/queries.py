"""Reading which cases wait for somebody who is late."""

from datetime import date

from sqlalchemy import and_, exists, func, or_, select

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.extensions import db
from labelapp.reviews.interests.shut import visible_to
from labelapp.reviews.models import Assignment, InterestDeclaration, Review, ReviewState, ScoreSheet


def late_cases(user: User, day: date) -> int:
    """In how many cases that the reader may know of an expert is late with the declaration or the score sheet."""
    declared = exists().where(
        InterestDeclaration.submission_id == Submission.id,
        InterestDeclaration.user_id == Assignment.user_id,
    )
    sheet_is_late = and_(
        Assignment.lock_by < day, ScoreSheet.locked_at.is_(None), Review.state == ReviewState.SCORING
    )
    query = (
        select(func.count(Review.id.distinct()))
        .join(Assignment, Assignment.review_id == Review.id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(
            *visible_to(user),
            Assignment.ended_at.is_(None),
            Review.state != ReviewState.REPORTED,
            or_(and_(Assignment.declare_by < day, ~declared), sheet_is_late),
        )
    )
    return db.session.scalar(query) or 0
