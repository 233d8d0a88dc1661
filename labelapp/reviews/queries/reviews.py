"""Finding one review, or the reviews of one person."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.assessments.snapshot import Evidence, evidence_in
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from labelapp.reviews.case import case_of, scheme_of
from labelapp.reviews.interests.shut import not_shut
from labelapp.reviews.models import Assignment, InterestDeclaration, Report, Review, ReviewState
from labelapp.schemes.definition import Indicator


@dataclass(frozen=True)
class IndicatorPlace:
    """One indicator of one review."""

    review: Review
    indicator: Indicator


@dataclass(frozen=True)
class EvidencePlace:
    """One file of the frozen submission of a review."""

    review: Review
    evidence: Evidence


@dataclass(frozen=True)
class AssignmentPlace:
    """One assignment of a review."""

    review: Review
    assignment: Assignment


def _reviews(light: bool = False) -> Select[Review]:
    """Reviews with everything that policies ask for, in a constant number of statements.

    `light` leaves the frozen contents for later.
    """
    assignments = selectinload(Review.assignments)
    submission = joinedload(Review.submission, innerjoin=True)
    if light:
        submission = submission.defer(Submission.content)
    cluster = submission.joinedload(Submission.assessment, innerjoin=True).joinedload(
        Assessment.cluster, innerjoin=True
    )
    return select(Review).options(
        assignments.joinedload(Assignment.user, innerjoin=True).lazyload(User.roles),
        assignments.joinedload(Assignment.sheet),
        assignments.joinedload(Assignment.objection),
        selectinload(Review.declarations).options(lazyload(InterestDeclaration.user)),
        cluster.selectinload(Cluster.team),
        cluster.lazyload(Cluster.portfolios),
    )


def find_review(review_id: int) -> Review | None:
    """A review."""
    return db.session.scalars(_reviews().where(Review.id == review_id)).one_or_none()


def find_indicator(review_id: int, code: str) -> IndicatorPlace | None:
    """An indicator of a review; None when either does not exist."""
    review = find_review(review_id)
    indicator = scheme_of(review).indicators.get(code) if review else None
    return IndicatorPlace(review, indicator) if review and indicator else None


def find_evidence(review_id: int, sha256: str) -> EvidencePlace | None:
    """A file that the frozen submission of a review, or a supplement to it, names by its hash."""
    review = find_review(review_id)
    evidence = evidence_in(case_of(review).snapshot, sha256) if review else None
    return EvidencePlace(review, evidence) if review and evidence else None


def find_assignment(review_id: int, assignment_id: int) -> AssignmentPlace | None:
    """An assignment of a review."""
    review = find_review(review_id)
    found = [item for item in review.assignments if item.id == assignment_id] if review else []
    return AssignmentPlace(review, found[0]) if review and found else None


def last_report(review: Review) -> Report | None:
    """The newest final report about the same cluster organisation under the same scheme, before this submission."""
    assessment = review.submission.assessment
    query = (
        select(Report)
        .join(Report.review)
        .join(Review.submission)
        .join(Submission.assessment)
        .where(
            Assessment.cluster_id == assessment.cluster_id,
            Assessment.scheme_code == assessment.scheme_code,
            Review.id != review.id,
            Report.finalised_at <= review.submission.submitted_at,
        )
        .order_by(Report.finalised_at.desc(), Report.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def find_submission(submission_id: int) -> Submission | None:
    """A submission with its cluster organisation and team."""
    cluster = joinedload(Submission.assessment, innerjoin=True).joinedload(Assessment.cluster, innerjoin=True)
    query = (
        select(Submission).where(Submission.id == submission_id).options(cluster.selectinload(Cluster.team))
    )
    return db.session.scalars(query).one_or_none()


def find_person(user_id: int) -> User | None:
    """An account."""
    return db.session.get(User, user_id)


def reviews_of(user: User, reported: bool = False) -> list[Review]:
    """The reviews in which a person takes part, the most urgent first. Ended assignments leave no trace here.

    The frozen contents are loaded only when they are asked for.
    """
    mine = select(Assignment.review_id).where(Assignment.user_id == user.id, Assignment.ended_at.is_(None))
    query = (
        _reviews(light=True)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Review.id.in_(mine), *not_shut(user))
    )
    if not reported:
        query = query.where(Review.state != ReviewState.REPORTED)
    query = query.order_by(Review.due_on.is_(None), Review.due_on, Review.id)
    return list(db.session.scalars(query))
