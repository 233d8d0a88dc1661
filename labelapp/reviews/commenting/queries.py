"""Reading the drafts that were sent, and the remarks on them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.clusters.models import TeamMember
from labelapp.extensions import db
from labelapp.reviews.commenting.models import FactRemark, SentDraft
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.queries.reviews import find_review


@dataclass(frozen=True)
class DraftPlace:
    """The newest draft that the cluster organisation received."""

    review: Review
    draft: SentDraft


@dataclass(frozen=True)
class RemarkPlace:
    """A remark on a draft of a review."""

    review: Review
    remark: FactRemark


def drafts_of(review: Review) -> list[SentDraft]:
    """Every draft that was sent, the oldest first, with its remarks."""
    remarks = selectinload(SentDraft.remarks).joinedload(FactRemark.written_by, innerjoin=True)
    query = select(SentDraft).where(SentDraft.review_id == review.id).options(remarks.lazyload(User.roles))
    return list(db.session.scalars(query.order_by(SentDraft.id)))


def newest_draft(review: Review) -> SentDraft | None:
    """The draft that was sent last; None when none was."""
    query = select(SentDraft).where(SentDraft.review_id == review.id)
    return db.session.scalars(query.order_by(SentDraft.id.desc()).limit(1)).one_or_none()


def find_draft(review_id: int) -> DraftPlace | None:
    """The newest draft of a review."""
    review = find_review(review_id)
    draft = newest_draft(review) if review else None
    return DraftPlace(review, draft) if review and draft else None


def find_remark(review_id: int, remark_id: int) -> RemarkPlace | None:
    """A remark on any draft of a review."""
    review = find_review(review_id)
    remark = db.session.get(FactRemark, remark_id) if review else None
    if review is None or remark is None or remark.draft.review_id != review.id:
        return None
    return RemarkPlace(review, remark)


def remarks_on(review: Review) -> list[FactRemark]:
    """All remarks on all drafts of a review, the oldest first."""
    query = (
        select(FactRemark)
        .join(FactRemark.draft)
        .where(SentDraft.review_id == review.id)
        .options(joinedload(FactRemark.written_by, innerjoin=True).lazyload(User.roles))
    )
    return list(db.session.scalars(query.order_by(FactRemark.id)))


def open_drafts_for(user: User) -> list[SentDraft]:
    """Drafts on which a cluster organisation of this person may still comment."""
    mine = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    query = (
        select(SentDraft)
        .join(SentDraft.review)
        .join(Review.submission)
        .join(Submission.assessment)
        .where(
            Assessment.cluster_id.in_(mine),
            Review.state == ReviewState.COMMENTING,
            SentDraft.ended_at.is_(None),
        )
        .options(joinedload(SentDraft.review, innerjoin=True).joinedload(Review.submission, innerjoin=True))
    )
    return list(db.session.scalars(query.order_by(SentDraft.id)).unique())
