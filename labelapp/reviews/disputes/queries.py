"""Reading disagreements and what third experts gave."""

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.assessments.snapshot import Evidence
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from labelapp.reviews.case import case_of
from labelapp.reviews.disputes.models import Dispute, ThirdScore
from labelapp.reviews.interests.shut import visible_to
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import AssessorRole, Assignment, Review, ReviewState
from labelapp.reviews.queries.agreements import agreements_of, sheets_locked_at
from labelapp.reviews.queries.reviews import find_review


@dataclass(frozen=True)
class DisputePlace:
    """One disputed indicator of one review."""

    review: Review
    dispute: Dispute


@dataclass(frozen=True)
class DisputeFile:
    """One file that was offered for a disputed indicator."""

    review: Review
    evidence: Evidence


def disputes_of(review: Review) -> dict[str, Dispute]:
    """The disagreements since the sheets that now stand were locked, by indicator, with what third experts gave."""
    scores = selectinload(Dispute.scores).joinedload(ThirdScore.assignment, innerjoin=True)
    query = (
        select(Dispute)
        .where(Dispute.review_id == review.id, Dispute.declared_at >= sheets_locked_at(review))
        .options(
            joinedload(Dispute.declared_by, innerjoin=True).lazyload(User.roles),
            scores.joinedload(Assignment.user, innerjoin=True).lazyload(User.roles),
        )
        .order_by(Dispute.id)
    )
    return {dispute.indicator: dispute for dispute in db.session.scalars(query)}


def open_disputes(review: Review) -> dict[str, Dispute]:
    """The disagreements that nobody has decided yet."""
    found = disputes_of(review)
    agreed = agreements_of(review) if found else {}
    return {code: dispute for code, dispute in found.items() if code not in agreed}


def find_dispute(review_id: int, code: str) -> DisputePlace | None:
    """A disagreement of a review; None when either does not exist."""
    review = find_review(review_id)
    dispute = disputes_of(review).get(code) if review else None
    return DisputePlace(review, dispute) if review and dispute else None


def find_dispute_evidence(review_id: int, code: str, sha256: str) -> DisputeFile | None:
    """A file that was offered for a disputed indicator, then or in a clarification, and no other one of the case."""
    place = find_dispute(review_id, code)
    if place is None:
        return None
    offered = case_of(place.review).snapshot.indicators[code].evidence
    chosen = next((one for one in offered if one.sha256 == sha256), None)
    return DisputeFile(place.review, chosen) if chosen else None


def is_with_third_expert(review: Review, indicator: str) -> bool:
    """Whether a third expert gave a score already: from then on the two assessors cannot agree any more."""
    dispute = disputes_of(review).get(indicator)
    return dispute is not None and bool(dispute.scores)


def third_score_of(dispute: Dispute, assignment: Assignment | None) -> ThirdScore | None:
    """What one third expert gave; that of a predecessor is nobody else's to see before."""
    return next((one for one in dispute.scores if assignment and one.assignment_id == assignment.id), None)


def judgement_of(score: ThirdScore) -> Judgement:
    """The values of a third expert's score."""
    points = Fraction(score.points) if score.points is not None else None
    return Judgement(points, score.minimum_met, score.plausible)


def without_third_expert(user: User) -> list[Review]:
    """The reviews of the reader's cases with an open disagreement and nobody to decide it."""
    seat = exists().where(
        Assignment.review_id == Review.id,
        Assignment.role == AssessorRole.THIRD_EXPERT,
        Assignment.ended_at.is_(None),
    )
    query = (
        select(Review)
        .join(Review.submission)
        .join(Submission.assessment)
        .where(
            *visible_to(user),
            Review.state == ReviewState.CONSENSUS,
            exists().where(Dispute.review_id == Review.id),
            ~seat,
        )
        .options(
            joinedload(Review.submission, innerjoin=True)
            .load_only(Submission.assessment_id)
            .joinedload(Submission.assessment, innerjoin=True)
            .joinedload(Assessment.cluster, innerjoin=True)
            .lazyload(Cluster.portfolios)
        )
        .order_by(Review.id)
    )
    return [review for review in db.session.scalars(query) if open_disputes(review)]
