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
    """The one decision on a review, with its reasons. Never changed.

    `validity_months`: an award for fewer months than the scheme gives. `appeal_until`: the last day of an appeal;
    None where the scheme knows none. A decision on a re-examination `replaces` the first one. The conditions of an
    award are in `decisions.conditions`.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("length(reasons) > 0", name="reasoned"),
        CheckConstraint("validity_months > 0", name="valid_for_months"),
    )

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
    validity_months: Mapped[int | None]
    appeal_until: Mapped[date | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True, index=True)
    review: Mapped[Review] = relationship()
    decided_by: Mapped[User] = relationship()
    replaces: Mapped["Decision | None"] = relationship(remote_side=id)
