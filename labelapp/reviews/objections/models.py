"""The right of an applicant to object to one nominee, and what became of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.extensions import Model
from labelapp.reviews.models import Assignment


class ObjectionState(StrEnum):
    """Where an objection stands. Only the first two keep a nominee from starting."""

    OPEN = "open"
    RAISED = "raised"
    AGREED = "agreed"
    OVER = "over"
    UPHELD = "upheld"
    REJECTED = "rejected"


class Objection(Model):
    """The right to object to one nominee until a day that the applicant was told, and what they made of it.

    `agreed_at`: the applicant said that they have no objection. `reason` is the applicant's, `answer` the
    secretariat's. A right is used once: with an objection, or by giving it up.
    """

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("agreed_at IS NULL OR raised_at IS NULL", name="one_answer"),
        CheckConstraint("raised_at IS NULL OR length(reason) > 0", name="reasoned"),
        CheckConstraint(
            "(settled_at IS NULL AND upheld IS NULL)"
            " OR (raised_at IS NOT NULL AND upheld IS NOT NULL AND length(answer) > 0)",
            name="settled_with_answer",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    until: Mapped[date]
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    raised_at: Mapped[datetime | None]
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    assignment: Mapped[Assignment] = relationship(back_populates="objection")

    def state(self, day: date) -> ObjectionState:
        """Where it stands on a day."""
        if self.settled_at is not None:
            return ObjectionState.UPHELD if self.upheld else ObjectionState.REJECTED
        if self.raised_at is not None:
            return ObjectionState.RAISED
        if self.agreed_at is not None:
            return ObjectionState.AGREED
        return ObjectionState.OPEN if day <= self.until else ObjectionState.OVER

    def keeps_waiting(self, day: date) -> bool:
        """Whether the nominee may not start because of it."""
        return self.state(day) in (ObjectionState.OPEN, ObjectionState.RAISED)
