"""Reading what the assessors of a review agreed."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select

from labelapp.extensions import db
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import Assignment, ConsensusScore, Review, ScoreSheet


@dataclass(frozen=True)
class Agreement:
    """What counts for one indicator, why, and since when."""

    judgement: Judgement
    reason: str
    agreed_at: datetime


def agreements_of(review: Review) -> dict[str, Agreement]:
    """What was agreed since the sheets that now stand were locked, by indicator; the latest counts.

    After a change of assessors what was agreed before does not count any more.
    """
    locked = (
        select(func.max(ScoreSheet.locked_at))
        .join(ScoreSheet.assignment)
        .where(Assignment.review_id == review.id, Assignment.ended_at.is_(None))
        .scalar_subquery()
    )
    query = select(ConsensusScore).where(
        ConsensusScore.review_id == review.id, ConsensusScore.agreed_at >= locked
    )
    return {row.indicator: _agreement(row) for row in db.session.scalars(query.order_by(ConsensusScore.id))}


def _agreement(row: ConsensusScore) -> Agreement:
    points = Fraction(row.points) if row.points is not None else None
    return Agreement(Judgement(points, row.minimum_met, row.plausible), row.reason, row.agreed_at)
