"""Sections given to people, comments with their mentions, and who is where now."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model


class SectionAssignment(Model):
    """A dimension of a self-assessment that one person of the team answers.

    It is kept by the dimension's code, which stays the same from one version of a scheme to the next.
    `reminded_at`: the mail before the due date is written; a new date or person clears it.
    """

    __tablename__ = "section_assignment"
    __table_args__ = (UniqueConstraint("assessment_id", "dimension"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    dimension: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    due_on: Mapped[date | None]
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reminded_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(foreign_keys=user_id)


class Comment(Model):
    """What somebody of the team says about an indicator; `parent_id` is the comment that it answers.

    Internal unless `shared`: then the submission freezes it for the assessors. `resolved_at` stands on the first
    comment of a thread. A deleted comment keeps its row and is shown to nobody.
    """

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_assessment_id_indicator", "assessment_id", "indicator"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    indicator: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    deleted_at: Mapped[datetime | None]
    author: Mapped[User] = relationship(foreign_keys=author_id)
    mentions: Mapped[list["Mention"]] = relationship(back_populates="comment", order_by="Mention.user_id")


class Mention(Model):
    """A person whom a comment asks to read it. `done_at`: it is off their tasks."""

    __tablename__ = "comment_mention"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    done_at: Mapped[datetime | None]
    comment: Mapped[Comment] = relationship(back_populates="mentions")


class Presence(Model):
    """Where in a self-assessment a person was last. One row each, written over; nothing of the past is kept."""

    __tablename__ = "presence"

    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(20))
    last_seen: Mapped[datetime]
    user: Mapped[User] = relationship()
