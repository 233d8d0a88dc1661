"""Asking again when the people on a case change.

The rule: whoever declared before a change that concerns them confirms their declaration. A new assessor concerns
those who take part, a change in the cluster organisation everybody. Until then they read on, but neither lock a
score sheet nor vote.
"""

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.clock import now
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from labelapp.reviews.interests.models import CaseChange, ChangeKind
from labelapp.reviews.models import Assignment, InterestDeclaration, Review
from labelapp.web.errors import DomainError


def note_change(submission_id: int, kind: ChangeKind, user: User | None = None) -> None:
    """Write down that the people on a case changed."""
    db.session.add(
        CaseChange(submission_id=submission_id, kind=kind, user_id=user.id if user else None, at=now())
    )


def cluster_changed(cluster: Cluster, kind: str, person: User | None) -> None:
    """Note a change in a cluster organisation on all its cases; `labelapp.clusters.following` calls this."""
    query = select(Submission.id).join(Submission.assessment).where(Assessment.cluster_id == cluster.id)
    for submission_id in db.session.scalars(query).all():
        note_change(submission_id, ChangeKind(kind), person)


def outdated(user: User) -> ColumnElement[bool]:
    """Cases about which a person has to confirm their declaration."""
    last = (
        select(func.max(InterestDeclaration.declared_at))
        .where(InterestDeclaration.submission_id == Submission.id, InterestDeclaration.user_id == user.id)
        .correlate(Submission)
        .scalar_subquery()
    )
    return exists().where(CaseChange.submission_id == Submission.id, CaseChange.at > last, _concerns(user))


def _concerns(user: User) -> ColumnElement[bool]:
    review, assignment = aliased(Review), aliased(Assignment)
    takes_part = exists().where(
        review.submission_id == CaseChange.submission_id,
        assignment.review_id == review.id,
        assignment.user_id == user.id,
        assignment.ended_at.is_(None),
    )
    somebody_else = or_(CaseChange.user_id.is_(None), CaseChange.user_id != user.id)
    return and_(somebody_else, or_(CaseChange.kind != ChangeKind.NOMINEE, takes_part))


def to_confirm(user: User) -> set[int]:
    """Ids of the submissions about which a person has to confirm their declaration."""
    return set(db.session.scalars(select(Submission.id).where(outdated(user))))


def changes_since(user: User, submission_id: int) -> list[CaseChange]:
    """What changed since a person declared, the oldest first; empty when nothing did, or nothing was declared."""
    last = (
        select(func.max(InterestDeclaration.declared_at))
        .where(InterestDeclaration.submission_id == submission_id, InterestDeclaration.user_id == user.id)
        .scalar_subquery()
    )
    query = (
        select(CaseChange)
        .where(CaseChange.submission_id == submission_id, CaseChange.at > last, _concerns(user))
        .options(joinedload(CaseChange.user).lazyload(User.roles))
        .order_by(CaseChange.id)
    )
    return list(db.session.scalars(query))


def require_confirmed(user: User, review: Review) -> None:
    """Refuse what binds while a declaration is to be confirmed. Raises DomainError (409)."""
    if changes_since(user, review.submission_id):
        raise DomainError(
            _("The people on this case have changed. Confirm your declaration of interests first.")
        )
