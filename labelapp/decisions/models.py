"""The decision of the labelling body on a report."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model
from labelapp.reviews.models import Review


class Outcome(StrEnum):
    """What the board decided."""

    AWARD = "award"
    REFUSE = "refuse"


class Decision(Model):
    """The one decision on a review, with its reasons. Never changed."""

    __tablename__ = "decision"
    __table_args__ = (CheckConstraint("length(reasons) > 0", name="reasoned"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(
        Enum(
            Outcome, native_enum=False, length=20, values_callable=lambda kind: [item.value for item in kind]
        )
    )
    reasons: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
    review: Mapped[Review] = relationship()
    decided_by: Mapped[User] = relationship()
