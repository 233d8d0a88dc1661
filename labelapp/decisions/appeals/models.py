"""An appeal against a decision, who handles it, and what they say to each other."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.decisions.models import Decision
from labelapp.evidence.models import Revision
from labelapp.extensions import Model
from labelapp.reviews.models import Review


class AppealState(StrEnum):
    """Where an appeal stands; the table of transitions is in `operations`."""

    DRAFT = "draft"
    FILED = "filed"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    INADMISSIBLE = "inadmissible"
    WITHDRAWN = "withdrawn"


DECIDED = (AppealState.UPHELD, AppealState.DISMISSED, AppealState.INADMISSIBLE)


class Part(StrEnum):
    """What an appeal may be about."""

    INDICATORS = "indicators"
    PROCEDURE = "procedure"
    INDEPENDENCE = "independence"
    DECISION = "decision"


class Appeal(Model):
    """The one appeal against a decision. The decision stands until a re-examination has come to another one.

    `due_on` is the day by which it is to be decided, as the applicant was told. `officer_statement` says that the
    officer had no part in the case, or why nobody else was there. `reasons` are those of the handlers.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("(state = 'draft') = (filed_at IS NULL)", name="filed_unless_draft"),
        CheckConstraint(
            "state NOT IN ('upheld', 'dismissed', 'inadmissible') OR length(reasons) > 0", name="reasoned"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    state: Mapped[AppealState] = mapped_column(
        Enum(
            AppealState,
            native_enum=False,
            length=30,
            values_callable=lambda kind: [item.value for item in kind],
        ),
        index=True,
    )
    parts: Mapped[list[str]]
    indicators: Mapped[list[str]]
    grounds: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    filed_at: Mapped[datetime | None]
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    officer_statement: Mapped[str] = mapped_column(Text, default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reexamination_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), unique=True)
    decision: Mapped[Decision] = relationship()
    filed_by: Mapped[User | None] = relationship(foreign_keys=filed_by_id)
    officer: Mapped[User | None] = relationship(foreign_keys=officer_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)
    reexamination: Mapped[Review | None] = relationship()
    attachments: Mapped[list["AppealAttachment"]] = relationship(
        order_by="AppealAttachment.revision_id", cascade="all, delete-orphan"
    )
    handlers: Mapped[list["AppealHandler"]] = relationship(order_by="AppealHandler.id")
    notes: Mapped[list["AppealNote"]] = relationship(order_by="AppealNote.id")
    statements: Mapped[list["AppealStatement"]] = relationship(
        back_populates="appeal", order_by="AppealStatement.id"
    )


class AppealAttachment(Model):
    """A file of the evidence library in the revision in which it was attached."""

    __tablename__ = "appeal_attachment"

    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("document_revision.id"), primary_key=True)
    revision: Mapped[Revision] = relationship()


class AppealHandler(Model):
    """Somebody asked to handle an appeal. `ended_at` is set when an interest or a replacement takes them off."""

    __tablename__ = "appeal_handler"
    __table_args__ = (UniqueConstraint("appeal_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    named_at: Mapped[datetime]
    named_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(foreign_keys=user_id)


class AppealNote(Model):
    """What a handler or the officer says to the others; the applicant never reads it."""

    __tablename__ = "appeal_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    author: Mapped[User] = relationship()


class AppealStatement(Model):
    """What the handlers ask of somebody who knows the case, and the answer, which is given once.

    Without a person the cluster organisation is asked. `due_on` is the day that was told; nothing hinges on it but
    that the handlers need not wait longer.
    """

    __tablename__ = "appeal_statement"
    __table_args__ = (CheckConstraint("(given_at IS NULL) = (length(text) = 0)", name="given_with_text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date]
    reminded_at: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime | None]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    appeal: Mapped[Appeal] = relationship(back_populates="statements")
    user: Mapped[User | None] = relationship(foreign_keys=user_id)
    asked_by: Mapped[User] = relationship(foreign_keys=asked_by_id)
    given_by: Mapped[User | None] = relationship(foreign_keys=given_by_id)
