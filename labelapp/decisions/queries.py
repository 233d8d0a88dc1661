"""Reads for the board."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Load, defer, joinedload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Interview, Submission
from labelapp.clusters.models import Cluster, TeamMember
from labelapp.decisions.models import Decision
from labelapp.decisions.policy import may_read_decision, may_take_part
from labelapp.extensions import db
from labelapp.reviews.interests.shut import not_shut, visible_to
from labelapp.reviews.models import Assignment, InterestDeclaration, Report, Review, ReviewState
from labelapp.reviews.policy import has_declared_clear

DECIDED_SHOWN = 50
OWN_SHOWN = 5


@dataclass(frozen=True)
class WaitingCase:
    """A case without a decision. Before the interests are declared, only cluster, country and label may be shown."""

    review: Review
    declared: bool


def case_options(review: Any = None) -> list[Any]:
    """What policies ask for of a review, to be loaded in a constant number of statements.

    `review` is the way to it from another table, None for a selection of reviews.
    """
    start = review or Load(Review)
    submission = start.joinedload(Review.submission, innerjoin=True).options(defer(Submission.content))
    assessment = submission.joinedload(Submission.assessment, innerjoin=True)
    cluster = assessment.joinedload(Assessment.cluster, innerjoin=True)
    return [
        assessment.selectinload(Assessment.interviews).lazyload(Interview.expert),
        cluster.selectinload(Cluster.team),
        cluster.lazyload(Cluster.portfolios),
        start.selectinload(Review.assignments).joinedload(Assignment.user).lazyload(User.roles),
        start.selectinload(Review.barred),
        start.selectinload(Review.declarations).lazyload(InterestDeclaration.user),
        start.selectinload(Review.report).defer(Report.content),
    ]


def _reviews() -> Select[Review]:
    """Reviews with all that policies ask for."""
    return select(Review).options(*case_options())


def waiting_cases(user: User) -> list[WaitingCase]:
    """Cases with a final report and no decision that this board member may take part in, the oldest first."""
    undecided = ~exists().where(Decision.review_id == Review.id)
    query = _reviews().join(Report, Report.review_id == Review.id)
    query = query.join(Submission, Submission.id == Review.submission_id).join(Submission.assessment)
    query = query.where(Review.state == ReviewState.REPORTED, undecided, *not_shut(user))
    found = db.session.scalars(query.order_by(Report.finalised_at, Review.id))
    return [
        WaitingCase(review, has_declared_clear(user, review))
        for review in found
        if may_take_part(user, review)
    ]


def decided_cases(user: User) -> list[Decision]:
    """The latest decisions that this person may read, the newest first."""
    query = _decisions().join(Review, Review.id == Decision.review_id)
    query = query.join(Submission, Submission.id == Review.submission_id).join(Submission.assessment)
    query = query.where(*visible_to(user)).order_by(Decision.id.desc()).limit(DECIDED_SHOWN)
    return [decision for decision in db.session.scalars(query) if may_read_decision(user, decision)]


def _decisions() -> Select[Decision]:
    review = joinedload(Decision.review, innerjoin=True)
    assessment = (
        review.joinedload(Review.submission, innerjoin=True)
        .options(defer(Submission.content))
        .joinedload(Submission.assessment, innerjoin=True)
    )
    cluster = assessment.joinedload(Assessment.cluster, innerjoin=True)
    return select(Decision).options(
        assessment.selectinload(Assessment.interviews).lazyload(Interview.expert),
        joinedload(Decision.decided_by, innerjoin=True).lazyload(User.roles),
        cluster.selectinload(Cluster.team),
        cluster.lazyload(Cluster.portfolios),
        review.selectinload(Review.assignments).lazyload(Assignment.user),
        review.selectinload(Review.barred),
        review.selectinload(Review.declarations).lazyload(InterestDeclaration.user),
    )


def case_by_id(review_id: int) -> Review | None:
    """A review whose report is final."""
    query = _reviews().where(Review.id == review_id, Review.state == ReviewState.REPORTED)
    return db.session.scalars(query).one_or_none()


def decision_by_id(decision_id: int) -> Decision | None:
    """A decision with its review, cluster organisation and team."""
    return db.session.scalars(_decisions().where(Decision.id == decision_id)).one_or_none()


def decision_on(review: Review) -> Decision | None:
    """The decision on a review, None while there is none."""
    return db.session.scalars(select(Decision).where(Decision.review_id == review.id)).one_or_none()


def first_decision(review: Review) -> Decision | None:
    """The decision on the first examination of a submission, None when this is the first."""
    if review.examination == 1:
        return None
    query = select(Decision).join(Review, Review.id == Decision.review_id)
    query = query.where(Review.submission_id == review.submission_id, Review.examination == 1)
    return db.session.scalars(query).one_or_none()


def replacement_of(decision: Decision) -> Decision | None:
    """The decision on a re-examination that took the place of this one."""
    return db.session.scalars(select(Decision).where(Decision.replaces_id == decision.id)).one_or_none()


def decisions_for(user: User) -> list[Decision]:
    """The latest decisions on the cases of the cluster organisations in whose team a person is, newest first."""
    mine = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    query = _decisions().join(Review, Decision.review_id == Review.id)
    query = query.join(Submission, Review.submission_id == Submission.id).join(Assessment)
    query = query.where(Assessment.cluster_id.in_(mine)).order_by(Decision.id.desc())
    return list(db.session.scalars(query.limit(OWN_SHOWN)))
