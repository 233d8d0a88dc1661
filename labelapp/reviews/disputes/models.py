"""Disagreements of the assessors, and what the third expert gave before seeing the others."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model
from labelapp.reviews.models import Assignment


class Dispute(Model):
    """An assessor declared that the two do not come to an agreement on an indicator. Never changed."""

    __tablename__ = "dispute"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_reason"),
        Index("ix_dispute_review_indicator", "review_id", "indicator", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    indicator: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime]
    declared_by: Mapped[User] = relationship()
    scores: Mapped[list["ThirdScore"]] = relationship(back_populates="dispute", order_by="ThirdScore.id")


class ThirdScore(Model):
    """The third expert's own score, given before the two others are shown. Never changed, one of each expert."""

    __tablename__ = "third_score"
    __table_args__ = (UniqueConstraint("dispute_id", "assignment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("dispute.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    points: Mapped[str | None] = mapped_column(String(20))
    minimum_met: Mapped[bool | None]
    plausible: Mapped[bool | None]
    justification: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime]
    dispute: Mapped[Dispute] = relationship(back_populates="scores")
    assignment: Mapped[Assignment] = relationship()
