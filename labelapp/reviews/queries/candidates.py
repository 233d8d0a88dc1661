"""Finding assessors: the facts that the rules of assignment look at."""

from collections import Counter

from sqlalchemy import ColumnExpressionArgument, func, select
from sqlalchemy.orm import lazyload

from labelapp.accounts.models import Role, RoleName, User
from labelapp.assessments.models import Assessment, Interview, Submission
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import (
    AssessorProfile,
    AssessorRole,
    Assignment,
    InterestDeclaration,
    Review,
    ReviewState,
)
from labelapp.reviews.rules import Candidate


def candidates_for(review: Review) -> list[Candidate]:
    """Every active assessor with what the rules of assignment need to know, by name. Constant number of statements."""
    return _candidates(review, User.roles.any(Role.name == RoleName.ASSESSOR.value), User.active)


def candidate_of(review: Review, user: User) -> Candidate:
    """One person with what the rules of assignment need to know."""
    return _candidates(review, User.id == user.id)[0]


def _candidates(review: Review, *conditions: ColumnExpressionArgument[bool]) -> list[Candidate]:
    query = (
        select(User, AssessorProfile)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .where(*conditions)
        .options(lazyload(User.roles))
        .order_by(User.name, User.id)
    )
    loads, conflicted = _loads(), conflicted_people(cluster_of(review))
    team = {member.user_id for member in cluster_of(review).team}
    taking_part = {assignment.user_id for assignment in policy.active_assignments(review)}
    compared = policy.those_who_compared(review)
    barred = {one.user_id for one in review.barred}
    return [
        Candidate(
            user=user,
            profile=profile,
            load=loads[user.id],
            member=user.id in team,
            conflicted=user.id in conflicted,
            taking_part=user.id in taking_part,
            compared=user.id in compared,
            barred=user.id in barred,
        )
        for user, profile in db.session.execute(query)
    ]


def _loads() -> Counter[int]:
    query = (
        select(Assignment.user_id, func.count())
        .join(Assignment.review)
        .where(
            Assignment.ended_at.is_(None),
            Assignment.role != AssessorRole.OBSERVER,
            Review.state != ReviewState.REPORTED,
        )
        .group_by(Assignment.user_id)
    )
    return Counter(dict(iter(db.session.execute(query))))


def conflicted_people(cluster: Cluster) -> set[int]:
    """Who ever declared an interest in a cluster organisation, in one of its cases or before an interview."""
    query = (
        select(InterestDeclaration)
        .join(Review, Review.id == InterestDeclaration.review_id)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Assessment.cluster_id == cluster.id)
        .options(lazyload(InterestDeclaration.user))
    )
    before_interviews = (
        select(Interview.expert_id)
        .join(Interview.assessment)
        .where(Assessment.cluster_id == cluster.id, Interview.conflict.is_(True))
    )
    declared = {one.user_id for one in db.session.scalars(query) if one.conflict}
    return declared | set(db.session.scalars(before_interviews))


def profiles_on_seats(review: Review) -> dict[int, AssessorProfile]:
    """The profiles of those who score in a review, by account."""
    people = [assignment.user_id for assignment in policy.scoring_assignments(review)]
    query = select(AssessorProfile).where(AssessorProfile.user_id.in_(people))
    return {profile.user_id: profile for profile in db.session.scalars(query)}


def profile_of(user: User) -> AssessorProfile | None:
    """The profile of an assessor, None before it is filled in."""
    return db.session.get(AssessorProfile, user.id)


def assessors() -> list[Candidate]:
    """Every active assessor with profile and open cases, by name."""
    query = (
        select(User, AssessorProfile)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .where(User.active, User.roles.any(Role.name == RoleName.ASSESSOR.value))
        .options(lazyload(User.roles))
        .order_by(User.name, User.id)
    )
    loads = _loads()
    return [Candidate(user, profile, load=loads[user.id]) for user, profile in db.session.execute(query)]
