"""The one place that says which cases are shut to a person: conditions for every list, count and search.

A query that uses them has `Submission` and `Assessment` among its tables.
"""

from sqlalchemy import ColumnElement, exists, select

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Interview, Submission
from labelapp.clusters.models import TeamMember
from labelapp.extensions import db
from labelapp.reviews.models import InterestDeclaration


def not_shut(user: User) -> list[ColumnElement[bool]]:
    """Cases in which a person neither declared an interest nor belongs to the cluster organisation."""
    conflict = exists().where(
        InterestDeclaration.submission_id == Submission.id,
        InterestDeclaration.user_id == user.id,
        InterestDeclaration.conflict,
    )
    own = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    return [~conflict, Assessment.cluster_id.not_in(own)]


def visible_to(user: User) -> list[ColumnElement[bool]]:
    """Cases of which a person may see more than whose they are: they declared to have no interest in them."""
    return [*not_shut(user), declared(user)]


def declared(user: User) -> ColumnElement[bool]:
    """Cases about which a person said anything."""
    return exists().where(
        InterestDeclaration.submission_id == Submission.id, InterestDeclaration.user_id == user.id
    )


def is_shut(user: User, submission_id: int) -> bool:
    """Whether one case is shut to a person."""
    return not _holds(submission_id, not_shut(user))


def is_visible(user: User, submission_id: int) -> bool:
    """Whether a person declared to have no interest in one case, and has none that we know of."""
    return _holds(submission_id, visible_to(user))


def _holds(submission_id: int, conditions: list[ColumnElement[bool]]) -> bool:
    query = select(Submission.id).join(Assessment, Assessment.id == Submission.assessment_id)
    return db.session.scalar(query.where(Submission.id == submission_id, *conditions)) is not None


def has_interest_in(user: User, cluster_id: int) -> bool:
    """Whether a person belongs to a cluster organisation or ever declared an interest in it."""
    in_case = (
        select(InterestDeclaration.id)
        .join(Submission, Submission.id == InterestDeclaration.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(
            Assessment.cluster_id == cluster_id,
            InterestDeclaration.user_id == user.id,
            InterestDeclaration.conflict,
        )
    )
    before_interview = (
        select(Interview.id)
        .join(Interview.assessment)
        .where(Assessment.cluster_id == cluster_id, Interview.expert_id == user.id, Interview.conflict)
    )
    member = select(TeamMember.id).where(TeamMember.cluster_id == cluster_id, TeamMember.user_id == user.id)
    return bool(db.session.scalar(select(in_case.exists() | before_interview.exists() | member.exists())))


def interested_in(user: User) -> set[int]:
    """The cluster organisations of which `has_interest_in` is true."""
    own = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    in_cases = (
        select(Assessment.cluster_id)
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(InterestDeclaration, InterestDeclaration.submission_id == Submission.id)
        .where(InterestDeclaration.user_id == user.id, InterestDeclaration.conflict)
    )
    before_interviews = (
        select(Assessment.cluster_id)
        .join(Interview, Interview.assessment_id == Assessment.id)
        .where(Interview.expert_id == user.id, Interview.conflict)
    )
    return set(db.session.scalars(own.union(in_cases, before_interviews)))


def may_look_into(user: User, cluster_id: int) -> bool:
    """Whether an officer may read what a cluster organisation wrote and keeps: after declaring in all its cases.

    Before its first submission there is no case, and nothing to declare about.
    """
    undeclared = (
        select(Submission.id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Assessment.cluster_id == cluster_id, ~declared(user))
    )
    return not has_interest_in(user, cluster_id) and not db.session.scalar(select(undeclared.exists()))
