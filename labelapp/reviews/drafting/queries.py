"""Reading the texts of a report that is being written, and what the other assessor says about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.extensions import db
from labelapp.reviews.drafting.models import DraftConsent, ReportText
from labelapp.reviews.models import Review


@dataclass(frozen=True)
class Written:
    """What the lead wrote in a section, and the number of the version; None goes back to the draft."""

    content: Mapping[str, Any] | None
    version: int
    written_at: datetime


def written_texts(review: Review) -> dict[str, Written]:
    """The version that counts of each section that was ever written. One statement."""
    latest = (
        select(func.max(ReportText.id)).where(ReportText.review_id == review.id).group_by(ReportText.section)
    )
    query = select(ReportText).where(ReportText.id.in_(latest))
    return {row.section: Written(row.content, row.id, row.written_at) for row in db.session.scalars(query)}


def versions_of(review: Review, section: str) -> list[ReportText]:
    """Every version of a section, the newest first."""
    author = joinedload(ReportText.written_by).lazyload(User.roles)
    query = select(ReportText).where(ReportText.review_id == review.id, ReportText.section == section)
    return list(db.session.scalars(query.options(author).order_by(ReportText.id.desc())))


def consents_of(review: Review) -> dict[int, DraftConsent]:
    """The latest word of each person on the draft, by account."""
    latest = (
        select(func.max(DraftConsent.id))
        .where(DraftConsent.review_id == review.id)
        .group_by(DraftConsent.user_id)
    )
    query = (
        select(DraftConsent)
        .where(DraftConsent.id.in_(latest))
        .options(joinedload(DraftConsent.user, innerjoin=True).lazyload(User.roles))
    )
    return {row.user_id: row for row in db.session.scalars(query)}
