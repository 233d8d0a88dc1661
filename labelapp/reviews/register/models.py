"""Qualifications of experts, as a history: a renewal is a new row, and a withdrawal is written on the row."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model
from labelapp.reviews.models import AssessorRole


class Qualification(Model):
    """An expert may take one part under one scheme, from the day it was granted to the day it ends, both included.

    `granted_by` is None for what was taken over from lists without dates. A withdrawn one does not count from that
    day on. `reminded_at` says when the expert was told that it ends.
    """

    __tablename__ = "qualification"
    __table_args__ = (
        Index("ix_qualification_person", "user_id", "scheme_code", "role"),
        CheckConstraint("ends_on >= granted_on", name="ends_after_grant"),
        CheckConstraint("withdrawn_on IS NULL OR length(withdrawal) > 0", name="withdrawal_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    scheme_code: Mapped[str] = mapped_column(String(40))
    role: Mapped[AssessorRole] = mapped_column(
        Enum(
            AssessorRole,
            native_enum=False,
            length=20,
            values_callable=lambda kind: [item.value for item in kind],
        )
    )
    granted_on: Mapped[date]
    ends_on: Mapped[date]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
    withdrawn_on: Mapped[date | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawal: Mapped[str] = mapped_column(Text, default="")
    reminded_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(foreign_keys=user_id)
    granted_by: Mapped[User | None] = relationship(foreign_keys=granted_by_id)

    def holds_on(self, day: date) -> bool:
        """Whether it counts on a day."""
        withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= day
        return self.granted_on <= day <= self.ends_on and not withdrawn
