"""Complaints about the holder of a certificate or about the labelling body."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.certificates.models import Certificate
from labelapp.extensions import Model


class ComplaintState(StrEnum):
    """Where a complaint stands; the table of transitions is in `operations`."""

    RECEIVED = "received"
    STATEMENT_ASKED = "statement_asked"
    REFERRED = "referred"
    CLOSED = "closed"


class ComplaintOutcome(StrEnum):
    """What came of a complaint."""

    NOT_ADMISSIBLE = "not_admissible"
    UNFOUNDED = "unfounded"
    FOUNDED = "founded"
    FOUNDED_SURVEILLANCE = "founded_surveillance"


def _words(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind, native_enum=False, length=30, values_callable=lambda names: [item.value for item in names]
    )


class Complaint(Model):
    """A complaint of anybody. Without a certificate it is about the labelling body itself.

    The holder reads `question`, which the officer wrote, and never who complained or the text. `reasons` are for
    the record, `answer` is what the complainant is told.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="closed_with_outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    state: Mapped[ComplaintState] = mapped_column(_words(ComplaintState), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    officer_statement: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str] = mapped_column(Text, default="")
    statement_due_on: Mapped[date | None]
    statement: Mapped[str] = mapped_column(Text, default="")
    stated_at: Mapped[datetime | None]
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[ComplaintOutcome | None] = mapped_column(_words(ComplaintOutcome))
    reasons: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    certificate: Mapped[Certificate | None] = relationship()
    officer: Mapped[User | None] = relationship(foreign_keys=officer_id)
    stated_by: Mapped[User | None] = relationship(foreign_keys=stated_by_id)
    opinions: Mapped[list["Opinion"]] = relationship(back_populates="complaint", order_by="Opinion.id")

    @property
    def reference(self) -> str:
        """The number by which a complaint is named: the year, and the complaint."""
        return f"C-{self.received_at.year}-{self.id:04d}"


class Opinion(Model):
    """What an assessor of the case says to a complaint about its holder; empty until they say it."""

    __tablename__ = "complaint_opinion"
    __table_args__ = (UniqueConstraint("complaint_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    asked_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime | None]
    complaint: Mapped[Complaint] = relationship(back_populates="opinions")
    user: Mapped[User] = relationship()
