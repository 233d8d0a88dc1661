"""Sessions of the board, the cases on their agenda, votes, and decisions that were put off."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.models import Decision
from labelapp.extensions import Model
from labelapp.reviews.models import Review


def _stored(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind, native_enum=False, length=20, values_callable=lambda names: [one.value for one in names]
    )


class SessionKind(StrEnum):
    """A meeting on a day, or a silent procedure that ends by itself at its deadline."""

    MEETING = "meeting"
    SILENT = "silent"


class SessionState(StrEnum):
    """PLANNED: the secretariat draws up the agenda. OPEN: the board votes. CLOSED: the minutes are frozen."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class ItemState(StrEnum):
    """What became of a case in a session. MOVED: to a meeting. LEFT: the session ended without it."""

    OPEN = "open"
    DECIDED = "decided"
    DEFERRED = "deferred"
    MOVED = "moved"
    LEFT = "left"


class BoardSession(Model):
    """A meeting or a silent procedure. `held_on` is the day of a meeting; `deadline` the last day of a silent
    procedure, which is counted when the board is invited and stored, because it is told to people.

    `deputy` chairs the cases that the chair may not decide on. `minutes` is the frozen record (see `minutes`).
    """

    __tablename__ = "board_session"
    __table_args__ = (
        CheckConstraint("(kind = 'meeting') = (held_on IS NOT NULL)", name="meeting_has_a_day"),
        CheckConstraint("kind = 'silent' OR deadline IS NULL", name="deadline_is_of_a_silent_procedure"),
        CheckConstraint("chair_id <> deputy_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[SessionKind] = mapped_column(_stored(SessionKind))
    state: Mapped[SessionState] = mapped_column(_stored(SessionState), index=True)
    held_on: Mapped[date | None]
    deadline: Mapped[date | None]
    chair_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    invited_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    minutes: Mapped[dict[str, Any] | None]
    minutes_sha256: Mapped[str | None] = mapped_column(String(64))
    chair: Mapped[User] = relationship(foreign_keys=chair_id)
    deputy: Mapped[User | None] = relationship(foreign_keys=deputy_id)
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="session", order_by="AgendaItem.position, AgendaItem.id"
    )


class AgendaItem(Model):
    """A case on the agenda of a session. A case stands on one agenda at a time.

    `quorum` is that of the scheme when the case was put on the agenda. `proposal` is what the secretariat drew up
    for a silent procedure and `ruling` what was stated (see `ruling.Ruling`). `tally` counts the votes once the case
    is closed. `moved_because` is a member's words, or a text of `silent`.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("session_id", "review_id"),
        Index(
            "uq_agenda_item_one_agenda",
            "review_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("board_session.id"), index=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    position: Mapped[int]
    quorum: Mapped[int]
    state: Mapped[ItemState] = mapped_column(_stored(ItemState))
    proposal: Mapped[dict[str, Any] | None]
    ruling: Mapped[dict[str, Any] | None]
    tally: Mapped[dict[str, Any] | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    moved_because: Mapped[str] = mapped_column(Text, default="")
    session: Mapped[BoardSession] = relationship(back_populates="items")
    review: Mapped[Review] = relationship()
    decision: Mapped[Decision | None] = relationship()
    votes: Mapped[list["Vote"]] = relationship(back_populates="item", order_by="Vote.id")


class Vote(Model):
    """What a member votes on a case, with reasons. Never changed: a new vote is a new row, the latest counts."""

    __tablename__ = "board_vote"
    __table_args__ = (
        CheckConstraint("choice = 'abstain' OR length(reasons) > 0", name="reasoned"),
        Index("ix_board_vote_item_id_user_id", "item_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    choice: Mapped[Choice] = mapped_column(_stored(Choice))
    reasons: Mapped[str] = mapped_column(Text, default="")
    cast_at: Mapped[datetime]
    item: Mapped[AgendaItem] = relationship(back_populates="votes")


class Deferral(Model):
    """The board put its decision off: what is missing, and by when. It is no final decision: the case comes back."""

    __tablename__ = "deferral"
    __table_args__ = (CheckConstraint("length(reasons) > 0 AND length(missing) > 0", name="reasoned"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    reasons: Mapped[str] = mapped_column(Text)
    missing: Mapped[str] = mapped_column(Text)
    until: Mapped[date]
    deferred_on: Mapped[date]
    deferred_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    review: Mapped[Review] = relationship()
    deferred_by: Mapped[User] = relationship()
