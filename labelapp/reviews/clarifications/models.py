"""Rounds of clarifications: what was asked, what is being answered, and what was handed in, frozen."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.clock import today
from labelapp.evidence.models import Document, Revision
from labelapp.extensions import Model
from labelapp.reviews.models import Review


class Reason(StrEnum):
    """Why assessors ask back about an answer."""

    INCOMPLETE = "incomplete"
    INCORRECT = "incorrect"
    OUTDATED = "outdated"
    UNCLEAR = "unclear"


class Ending(StrEnum):
    """How a round ended: all was handed in, its days were over, or the lead assessor closed it."""

    ANSWERED = "answered"
    OVER = "over"
    CLOSED = "closed"


def _words(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind, native_enum=False, length=20, values_callable=lambda words: [one.value for one in words]
    )


class ClarificationRound(Model):
    """Questions that went to the applicant together. Open until `closed_at`, one at a time in a review.

    `due_on` is the last day for answers, as it was told. `content` is `supplements.Supplement` as JSON, frozen when
    the round ended; `sha256` is over its canonical form.
    """

    __tablename__ = "clarification_round"
    __table_args__ = (
        UniqueConstraint("review_id", "number", name="uq_clarification_round_number"),
        CheckConstraint("(closed_at IS NULL) = (sha256 IS NULL)", name="frozen_when_closed"),
        Index(
            "uq_clarification_round_one_open",
            "review_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    number: Mapped[int]
    due_on: Mapped[date]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reminded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ending: Mapped[Ending | None] = mapped_column(_words(Ending))
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    sha256: Mapped[str | None] = mapped_column(String(64))
    review: Mapped[Review] = relationship()
    requests: Mapped[list["ClarificationRequest"]] = relationship(order_by="ClarificationRequest.id")
    replies: Mapped[list["ClarificationReply"]] = relationship(order_by="ClarificationReply.id")

    @property
    def takes_answers(self) -> bool:
        """Whether answers may come in now: not closed, and its last day is not over."""
        return self.closed_at is None and today() <= self.due_on

    @property
    def indicators(self) -> list[str]:
        """The indicators that were asked about, each once."""
        return list(dict.fromkeys(request.indicator for request in self.requests))

    def reply_to(self, indicator: str) -> "ClarificationReply | None":
        """What is being answered about an indicator."""
        return next((reply for reply in self.replies if reply.indicator == indicator), None)


class ClarificationRequest(Model):
    """A question about one indicator. Without a round it is a draft, which only who wrote it may see."""

    __tablename__ = "clarification_request"
    __table_args__ = (
        CheckConstraint("length(question) > 0", name="has_question"),
        Index(
            "uq_clarification_request_one_draft",
            "review_id",
            "asked_by_id",
            "indicator",
            unique=True,
            sqlite_where=text("round_id IS NULL"),
            postgresql_where=text("round_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("clarification_round.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(20))
    reason: Mapped[Reason] = mapped_column(_words(Reason))
    question: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]


class ClarificationReply(Model):
    """What the applicant says about one indicator of a round; a draft until it is handed in.

    `answers`: {field: content} of the fields that differ from what is judged so far; `reasons`: {field: why a
    computed value does not hold}. `frozen` is `supplements.Part` as JSON, made when it was handed in.
    """

    __tablename__ = "clarification_reply"
    __table_args__ = (
        UniqueConstraint("round_id", "indicator", name="uq_clarification_reply_indicator"),
        CheckConstraint("(handed_in_at IS NULL) = (handed_in_by_id IS NULL)", name="handed_in_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("clarification_round.id"))
    indicator: Mapped[str] = mapped_column(String(20))
    answers: Mapped[dict[str, Any]]
    reasons: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    handed_in_at: Mapped[datetime | None]
    handed_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ClarificationEvidence(Model):
    """A document that is offered in a round for one indicator, besides what was submitted.

    `file` is the number of one file of the document, None for all of them.
    """

    __tablename__ = "clarification_evidence"
    __table_args__ = (
        UniqueConstraint("round_id", "indicator", "document_id", name="uq_clarification_evidence_document"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("clarification_round.id"))
    indicator: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    file: Mapped[int | None]
    page: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    offered_at: Mapped[datetime]
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    document: Mapped[Document] = relationship()

    @property
    def files(self) -> list[Revision]:
        """The files offered, each in its newest revision; never empty, also when one was taken out."""
        if self.file is None:
            return self.document.files
        return [one for one in self.document.revisions if one.file == self.file][-1:]
