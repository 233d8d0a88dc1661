"""Reading rounds of clarifications. A draft is read only for whoever wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.assessments.queries import find_assessment
from labelapp.clusters.models import Cluster, TeamMember
from labelapp.evidence.models import Document
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.clarifications.models import (
    ClarificationEvidence,
    ClarificationRequest,
    ClarificationRound,
)
from labelapp.reviews.models import Review
from labelapp.reviews.queries.reviews import find_review
from labelapp.schemes.definition import Indicator, Scheme


@dataclass(frozen=True)
class RoundPlace:
    """A round of a review."""

    review: Review
    round: ClarificationRound

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return cluster_of(self.review)

    @property
    def scheme(self) -> Scheme:
        """The scheme version of the case."""
        return scheme_of(self.review)


@dataclass(frozen=True)
class ReplyPlace(RoundPlace):
    """One indicator that was asked about in a round."""

    indicator: Indicator


@dataclass(frozen=True)
class CasePlace:
    """The clarifications of one self-assessment, for the team of its cluster organisation."""

    assessment: Assessment
    rounds: list[ClarificationRound]

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.assessment.cluster


def _rounds() -> Select[ClarificationRound]:
    return select(ClarificationRound).options(
        lazyload(ClarificationRound.review),
        selectinload(ClarificationRound.requests),
        selectinload(ClarificationRound.replies),
    )


def rounds_of(review: Review) -> list[ClarificationRound]:
    """The rounds of a review that were sent, oldest first."""
    query = _rounds().where(ClarificationRound.review_id == review.id).order_by(ClarificationRound.number)
    return list(db.session.scalars(query))


def open_round(review: Review) -> ClarificationRound | None:
    """The round that is not closed yet."""
    query = _rounds().where(ClarificationRound.review_id == review.id, ClarificationRound.closed_at.is_(None))
    return db.session.scalars(query).one_or_none()


def rounds_sent(review: Review) -> int:
    """How many rounds were sent so far."""
    query = select(func.count()).where(ClarificationRound.review_id == review.id)
    return int(db.session.scalar(query) or 0)


def drafts_of(review: Review, user_ids: Sequence[int]) -> list[ClarificationRequest]:
    """The questions of these people that wait for the next round, in the order in which they were written."""
    query = select(ClarificationRequest).where(
        ClarificationRequest.review_id == review.id,
        ClarificationRequest.round_id.is_(None),
        ClarificationRequest.asked_by_id.in_(user_ids),
    )
    return list(db.session.scalars(query.order_by(ClarificationRequest.id)))


def own_drafts(review: Review, user: User) -> dict[str, ClarificationRequest]:
    """The questions of one person that wait for the next round, by indicator."""
    return {request.indicator: request for request in drafts_of(review, [user.id])}


def find_round(round_id: int) -> RoundPlace | None:
    """A round by its number in the database, with its review."""
    found = db.session.scalars(_rounds().where(ClarificationRound.id == round_id)).one_or_none()
    review = find_review(found.review_id) if found else None
    return RoundPlace(review, found) if found and review else None


def find_round_of_review(review_id: int, number: int) -> RoundPlace | None:
    """A round by its number in the review."""
    query = _rounds().where(ClarificationRound.review_id == review_id, ClarificationRound.number == number)
    found = db.session.scalars(query).one_or_none()
    review = find_review(review_id) if found else None
    return RoundPlace(review, found) if found and review else None


def find_reply(round_id: int, code: str) -> ReplyPlace | None:
    """An indicator of a round; None for one that was not asked about."""
    place = find_round(round_id)
    if place is None or code not in place.round.indicators:
        return None
    return ReplyPlace(place.review, place.round, place.scheme.indicators[code])


def offers_in(found: ClarificationRound, code: str | None = None) -> list[ClarificationEvidence]:
    """What is offered in a round, of one indicator or of all, in the order in which it was offered."""
    document = joinedload(ClarificationEvidence.document, innerjoin=True)
    query = (
        select(ClarificationEvidence)
        .where(ClarificationEvidence.round_id == found.id)
        .options(document.lazyload(Document.cluster), document.selectinload(Document.revisions))
        .order_by(ClarificationEvidence.id)
    )
    if code is not None:
        query = query.where(ClarificationEvidence.indicator == code)
    return list(db.session.scalars(query))


def find_case(assessment_id: int) -> CasePlace | None:
    """The clarifications of a self-assessment; None when there are none."""
    assessment = find_assessment(assessment_id)
    if assessment is None:
        return None
    query = (
        _rounds()
        .join(ClarificationRound.review)
        .join(Review.submission)
        .where(Submission.assessment_id == assessment_id)
        .order_by(ClarificationRound.number)
    )
    rounds = list(db.session.scalars(query))
    return CasePlace(assessment, rounds) if rounds else None


def open_rounds_of_team(user: User) -> list[ClarificationRound]:
    """The open rounds about cluster organisations in whose teams a person is, the most urgent first."""
    teams = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    cluster = (
        joinedload(ClarificationRound.review, innerjoin=True)
        .joinedload(Review.submission, innerjoin=True)
        .defer(Submission.content)
        .joinedload(Submission.assessment, innerjoin=True)
        .joinedload(Assessment.cluster, innerjoin=True)
    )
    query = (
        select(ClarificationRound)
        .join(ClarificationRound.review)
        .join(Review.submission)
        .join(Submission.assessment)
        .where(ClarificationRound.closed_at.is_(None), Assessment.cluster_id.in_(teams))
        .options(
            selectinload(ClarificationRound.requests),
            selectinload(ClarificationRound.replies),
            cluster.selectinload(Cluster.team),
            cluster.lazyload(Cluster.portfolios),
        )
        .order_by(ClarificationRound.due_on, ClarificationRound.id)
    )
    return list(db.session.scalars(query))
