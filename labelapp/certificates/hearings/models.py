"""Hearings: the holder is heard before its certificate is suspended or withdrawn."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.certificates.flags.models import Flag, stored
from labelapp.certificates.models import Certificate
from labelapp.evidence.models import Revision
from labelapp.extensions import Model


class Act(StrEnum):
    """What the secretariat means to do."""

    SUSPEND = "suspend"
    WITHDRAW = "withdraw"


class HearingOutcome(StrEnum):
    """How it ended. After an urgent suspension DROPPED reinstates the certificate, CARRIED_OUT leaves it as it is."""

    CARRIED_OUT = "carried_out"
    DROPPED = "dropped"


class Hearing(Model):
    """A notice with reasons, the period for the answer, the answer, and the decision that had it before it.

    `urgency` says why the certificate was suspended at once and its holder is heard afterwards; empty otherwise.
    `suspend_until`: the last day of a suspension that ends by itself. `waived`: the holder wants no (more) time.
    `period_over_at`: the officer was told by mail that the period ended without an answer.
    """

    __tablename__ = "hearing"
    __table_args__ = (
        CheckConstraint("length(reasons) > 0", name="reasoned"),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_with_outcome"),
        CheckConstraint("urgency = '' OR act = 'suspend'", name="only_suspensions_are_urgent"),
        Index(
            "ix_hearing_open",
            "certificate_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    flag_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_flag.id"))
    act: Mapped[Act] = mapped_column(stored(Act))
    reasons: Mapped[str] = mapped_column(Text)
    urgency: Mapped[str] = mapped_column(Text, default="")
    suspend_until: Mapped[date | None]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date]
    period_over_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    waived: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[HearingOutcome | None] = mapped_column(stored(HearingOutcome))
    decision: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    certificate: Mapped[Certificate] = relationship()
    flag: Mapped[Flag | None] = relationship()
    opened_by: Mapped[User] = relationship(foreign_keys=opened_by_id)
    answered_by: Mapped[User | None] = relationship(foreign_keys=answered_by_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)
    documents: Mapped[list["HearingDocument"]] = relationship(order_by="HearingDocument.revision_id")


class HearingDocument(Model):
    """A file of the holder's library that goes with its answer, in the revision of that day."""

    __tablename__ = "hearing_document"

    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("document_revision.id"), primary_key=True)
    revision: Mapped[Revision] = relationship()
