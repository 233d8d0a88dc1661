"""Finding objections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import defer, joinedload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.clusters.models import Cluster, TeamMember, TeamRole
from labelapp.extensions import db
from labelapp.reviews.interests.shut import visible_to
from labelapp.reviews.models import AssessorProfile, Assignment, Review
from labelapp.reviews.objections.models import Objection
from labelapp.reviews.queries.reviews import find_review


@dataclass(frozen=True)
class ObjectionPlace:
    """One right to object in one review."""

    review: Review
    objection: Objection


@dataclass(frozen=True)
class Nominee:
    """What an applicant sees of an expert: name, part, country (None when it is not known), and the objection."""

    objection: Objection
    country: str | None


def find_objection(review_id: int, objection_id: int) -> ObjectionPlace | None:
    """A right to object of a review, also to somebody who has left it."""
    review = find_review(review_id)
    rights = [one.objection for one in review.assignments if one.objection] if review else []
    found = [one for one in rights if one.id == objection_id]
    return ObjectionPlace(review, found[0]) if review and found else None


def nominees_of(review: Review) -> list[Nominee]:
    """The experts of whom the applicant was told and who take part or were objected to, in order of nomination."""
    rights = [one.objection for one in review.assignments if one.objection]
    shown = [one for one in rights if one.assignment.ended_at is None or one.raised_at is not None]
    people = [one.assignment.user_id for one in shown]
    query = select(AssessorProfile.user_id, AssessorProfile.country).where(
        AssessorProfile.user_id.in_(people)
    )
    countries: dict[int, str] = dict(iter(db.session.execute(query)))
    return [Nominee(one, countries.get(one.assignment.user_id)) for one in shown]


def running_rights(user: User, day: date) -> Sequence[Objection]:
    """The rights to object that a manager may use on a day, those that end first before the others."""
    mine = select(TeamMember.cluster_id).where(
        TeamMember.user_id == user.id, TeamMember.role == TeamRole.MANAGER
    )
    query = (
        _active()
        .where(Assessment.cluster_id.in_(mine), Objection.until >= day)
        .where(Objection.agreed_at.is_(None), Objection.raised_at.is_(None))
        .order_by(Objection.until, Objection.id)
    )
    return db.session.scalars(query).all()


def waiting_objections(user: User) -> Sequence[Objection]:
    """The objections that an officer has to settle, the oldest first."""
    query = _active().where(
        *visible_to(user), Objection.raised_at.is_not(None), Objection.settled_at.is_(None)
    )
    return db.session.scalars(query.order_by(Objection.raised_at, Objection.id)).all()


def _active() -> Select[Objection]:
    """Rights to object to people who take part, with all that tasks show of them."""
    place = joinedload(Objection.assignment, innerjoin=True)
    submission = place.joinedload(Assignment.review, innerjoin=True).joinedload(
        Review.submission, innerjoin=True
    )
    cluster = submission.joinedload(Submission.assessment, innerjoin=True).joinedload(
        Assessment.cluster, innerjoin=True
    )
    return (
        select(Objection)
        .join(Assignment, Assignment.id == Objection.assignment_id)
        .join(Review, Review.id == Assignment.review_id)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Assignment.ended_at.is_(None))
        .options(
            place.joinedload(Assignment.user, innerjoin=True).lazyload(User.roles),
            submission.options(defer(Submission.content)),
            cluster.lazyload(Cluster.portfolios),
        )
    )
