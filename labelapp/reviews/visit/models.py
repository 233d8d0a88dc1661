"""The visit of a review, its agenda, who takes part, and what the assessors write down there."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model
from labelapp.reviews.models import Review


class VisitMode(StrEnum):
    """Whether people meet in one place or by video."""

    ON_SITE = "on_site"
    VIDEO = "video"


class Visit(Model):
    """The visit of one review. `timezone` is an IANA name; all moments are kept in UTC.

    `revision` counts what was sent: participants with an older one in their calendar get the newer one instead.
    With `attended_at` the list of those who were there is final.
    """

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    mode: Mapped[VisitMode] = mapped_column(
        Enum(
            VisitMode,
            native_enum=False,
            length=20,
            values_callable=lambda kind: [item.value for item in kind],
        )
    )
    place: Mapped[str] = mapped_column(String(300))
    timezone: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    attended_at: Mapped[datetime | None]
    attended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    review: Mapped[Review] = relationship()
    slots: Mapped[list["VisitSlot"]] = relationship(
        order_by="VisitSlot.starts_at, VisitSlot.id", cascade="all, delete-orphan"
    )
    questions: Mapped[list["VisitQuestion"]] = relationship(
        order_by="VisitQuestion.id", cascade="all, delete-orphan"
    )
    participants: Mapped[list["VisitParticipant"]] = relationship(
        order_by="VisitParticipant.id", cascade="all, delete-orphan"
    )


class VisitSlot(Model):
    """One item of the agenda."""

    __tablename__ = "visit_slot"
    __table_args__ = (CheckConstraint("minutes > 0", name="takes_time"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))


class VisitQuestion(Model):
    """What an assessor wants to see or to ask on the visit. Everybody at the visit reads it, nobody by whom it is."""

    __tablename__ = "visit_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    indicator: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)


class VisitParticipant(Model):
    """Somebody who is expected; `attended` is None until the lead has said who was there."""

    __tablename__ = "visit_participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(200))
    part: Mapped[str] = mapped_column(String(200), default="")
    attended: Mapped[bool | None]
    user: Mapped[User | None] = relationship()


class VisitNote(Model):
    """What one assessor wrote down about one indicator. Theirs alone, like their score sheet.

    `run` and `step` are those of the last typing that was stored, see `labelapp.assessments.saving`.
    """

    __tablename__ = "visit_note"
    __table_args__ = (UniqueConstraint("review_id", "author_id", "indicator"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    indicator: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    run: Mapped[str | None] = mapped_column(String(40))
    step: Mapped[int | None]
    changed_at: Mapped[datetime]
