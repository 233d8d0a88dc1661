"""Finding assessors: the facts that the rules of assignment look at."""

from collections import Counter
from dataclasses import replace

from sqlalchemy import ColumnExpressionArgument, select
from sqlalchemy.orm import lazyload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Interview, Submission
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.interests.facts import signs_between
from labelapp.reviews.models import AssessorProfile, InterestDeclaration, Review
from labelapp.reviews.reexamination.queries import barred_from
from labelapp.reviews.register.queries import is_expert, open_cases, qualifications_of
from labelapp.reviews.rules import Candidate


def candidates_for(review: Review) -> list[Candidate]:
    """Every active assessor with what the rules of assignment need to know, and with the signs of a tie, by name.

    Constant number of statements.
    """
    cluster = cluster_of(review)
    found = _candidates(review, *is_expert())
    signs = signs_between([one.user for one in found], [cluster])
    return [replace(one, signs=tuple(signs.get((one.user.id, cluster.id), ()))) for one in found]


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
    loads, held = _loads(), qualifications_of(select(User.id).where(*conditions))
    conflicted = conflicted_people(cluster_of(review))
    team = {member.user_id for member in cluster_of(review).team}
    taking_part = {assignment.user_id for assignment in policy.active_assignments(review)}
    compared, declined = policy.those_who_compared(review), policy.those_who_declined(review)
    barred = barred_from(review)
    return [
        Candidate(
            user=user,
            profile=profile,
            load=loads[user.id],
            qualifications=held.get(user.id, ()),
            member=user.id in team,
            conflicted=user.id in conflicted,
            taking_part=user.id in taking_part,
            compared=user.id in compared,
            barred=user.id in barred,
            declined=user.id in declined,
        )
        for user, profile in db.session.execute(query)
    ]


def _loads() -> Counter[int]:
    return Counter(dict(iter(db.session.execute(open_cases()))))


def conflicted_people(cluster: Cluster) -> set[int]:
    """Who ever declared an interest in a cluster organisation, in one of its cases or before an interview."""
    query = (
        select(InterestDeclaration.user_id)
        .join(Submission, Submission.id == InterestDeclaration.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Assessment.cluster_id == cluster.id, InterestDeclaration.conflict)
    )
    before_interviews = (
        select(Interview.expert_id)
        .join(Interview.assessment)
        .where(Assessment.cluster_id == cluster.id, Interview.conflict.is_(True))
    )
    return {*db.session.scalars(query), *db.session.scalars(before_interviews)}


def profiles_on_seats(review: Review) -> dict[int, AssessorProfile]:
    """The profiles of those who score in a review, by account."""
    people = [assignment.user_id for assignment in policy.scoring_assignments(review)]
    query = select(AssessorProfile).where(AssessorProfile.user_id.in_(people))
    return {profile.user_id: profile for profile in db.session.scalars(query)}


def profile_of(user: User) -> AssessorProfile | None:
    """The profile of an assessor, None before it is filled in."""
    return db.session.get(AssessorProfile, user.id)


def assessors() -> list[Candidate]:
    """Every active assessor with profile, qualifications and open cases, by name."""
    query = (
        select(User, AssessorProfile)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .where(*is_expert())
        .options(lazyload(User.roles))
        .order_by(User.name, User.id)
    )
    loads, held = _loads(), qualifications_of(select(User.id).where(*is_expert()))
    return [
        Candidate(user, profile, load=loads[user.id], qualifications=held.get(user.id, ()))
        for user, profile in db.session.execute(query)
    ]
