"""Drafts that were sent to the cluster organisation, and its remarks with the answers of the lead."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model
from labelapp.reviews.models import Review


class Ending(StrEnum):
    """How a comment period ended."""

    NO_REMARKS = "no_remarks"
    HANDED_IN = "handed_in"
    EXPIRED = "expired"
    REOPENED = "reopened"


class SentDraft(Model):
    """A draft as the cluster organisation received it, without anything that tells who scored what.

    `content` is a `ReviewRecord` as JSON; `due_on` is the last day of the period, as it was told.
    """

    __tablename__ = "sent_draft"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="says_how_it_ended"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date]
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(
        Enum(Ending, native_enum=False, length=20, values_callable=lambda kind: [one.value for one in kind])
    )
    review: Mapped[Review] = relationship()
    remarks: Mapped[list["FactRemark"]] = relationship(back_populates="draft", order_by="FactRemark.id")


class FactRemark(Model):
    """An error of fact that the cluster organisation sees, in general or in one indicator, and the lead's answer.

    `accepted` is None while nobody has answered; `answer` says what was changed, or why nothing was.
    """

    __tablename__ = "fact_remark"
    __table_args__ = (
        CheckConstraint("(accepted IS NULL) = (answered_at IS NULL)", name="answered_at_a_time"),
        CheckConstraint("length(text) > 0", name="says_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("sent_draft.id"), index=True)
    indicator: Mapped[str | None] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]
    accepted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    draft: Mapped[SentDraft] = relationship(back_populates="remarks")
    written_by: Mapped[User] = relationship(foreign_keys=written_by_id)
