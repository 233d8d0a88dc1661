"""Reading what the assessors of a review agreed, and what one of them proposes to the other."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import joinedload, lazyload

from labelapp.accounts.models import User
from labelapp.extensions import db
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import Assignment, ConsensusProposal, ConsensusScore, Review, ScoreSheet


@dataclass(frozen=True)
class Agreement:
    """What counts for one indicator, why, and since when.

    `proposal_id` is the proposal that was confirmed, `dispute_id` the disagreement that a third expert decided; both
    are None where the locked sheets said the same, and in a review of one assessor.
    """

    judgement: Judgement
    reason: str
    agreed_at: datetime
    agreed_by_id: int | None = None
    proposal_id: int | None = None
    dispute_id: int | None = None


@dataclass(frozen=True)
class Proposal:
    """What one assessor proposed for one indicator."""

    id: int
    judgement: Judgement
    reason: str
    by: User
    at: datetime

    def says(self, judgement: Judgement, reason: str) -> bool:
        """Whether it is just this that was proposed."""
        return (self.judgement, self.reason) == (judgement, reason)


def agreements_of(review: Review) -> dict[str, Agreement]:
    """What was agreed since the sheets that now stand were locked, by indicator; the latest counts.

    After a change of assessors what was agreed before does not count any more.
    """
    query = select(ConsensusScore).where(
        ConsensusScore.review_id == review.id, ConsensusScore.agreed_at >= sheets_locked_at(review)
    )
    return {row.indicator: _agreement(row) for row in db.session.scalars(query.order_by(ConsensusScore.id))}


def sheets_locked_at(review: Review) -> ScalarSelect[datetime | None]:
    """When the last of the sheets that now stand was locked: what was said before belongs to other assessors."""
    return (
        select(func.max(ScoreSheet.locked_at))
        .join(ScoreSheet.assignment)
        .where(Assignment.review_id == review.id, Assignment.ended_at.is_(None))
        .scalar_subquery()
    )


def proposals_of(review: Review) -> dict[str, list[Proposal]]:
    """What the assessors proposed to each other since their sheets were locked, by indicator, oldest first."""
    query = (
        select(ConsensusProposal)
        .where(
            ConsensusProposal.review_id == review.id,
            ConsensusProposal.proposed_at >= sheets_locked_at(review),
        )
        .options(joinedload(ConsensusProposal.proposed_by, innerjoin=True).options(lazyload(User.roles)))
        .order_by(ConsensusProposal.id)
    )
    found: dict[str, list[Proposal]] = {}
    for row in db.session.scalars(query):
        said = Proposal(row.id, judgement_of(row), row.reason, row.proposed_by, row.proposed_at)
        found.setdefault(row.indicator, []).append(said)
    return found


def waiting(proposals: list[Proposal], agreement: Agreement | None) -> Proposal | None:
    """The newest proposal, while the other assessor has not answered it.

    Whoever proposes what is agreed already takes back what they proposed before.
    """
    newest = proposals[-1] if proposals else None
    if newest is None or agreement is None:
        return newest
    answered = agreement.dispute_id is not None or newest.id <= (agreement.proposal_id or 0)
    return None if answered or newest.says(agreement.judgement, agreement.reason) else newest


def judgement_of(row: ConsensusScore | ConsensusProposal) -> Judgement:
    """The values of a row."""
    points = Fraction(row.points) if row.points is not None else None
    return Judgement(points, row.minimum_met, row.plausible)


def _agreement(row: ConsensusScore) -> Agreement:
    return Agreement(
        judgement_of(row), row.reason, row.agreed_at, row.agreed_by_id, row.proposal_id, row.dispute_id
    )
