"""Calibration exercises, in tables of their own: nothing that counts cases, load or agreement can find them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model


class State(StrEnum):
    """Where an exercise stands: being prepared, being scored, over."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Exercise(Model):
    """A fictional case under one scheme version, in one language, with a reference; `closes_on` is its last day.

    `reference_by` names in words who set the reference. `condition` says that the secretariat asks for its result
    before it qualifies somebody. `pending` is what an uploaded file holds while it waits for a confirmation.
    """

    __tablename__ = "calibration_exercise"
    __table_args__ = (CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="opened_first"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    scheme_code: Mapped[str] = mapped_column(String(40))
    scheme_version: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    background: Mapped[str] = mapped_column(Text, default="")
    reference_by: Mapped[str] = mapped_column(String(300), default="")
    condition: Mapped[bool] = mapped_column(default=False)
    closes_on: Mapped[date]
    pending: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    items: Mapped[list["CalibrationItem"]] = relationship(
        back_populates="exercise", order_by="CalibrationItem.id", cascade="all, delete-orphan"
    )
    sheets: Mapped[list["CalibrationSheet"]] = relationship(
        back_populates="exercise", order_by="CalibrationSheet.id", cascade="all, delete-orphan"
    )

    @property
    def state(self) -> State:
        """Where the exercise stands."""
        if self.closed_at is not None:
            return State.CLOSED
        return State.DRAFT if self.opened_at is None else State.OPEN


class CalibrationItem(Model):
    """One indicator of the fictional case: answer and evidence in words, and the reference with its reason.

    `points` is exact text. What the scheme does not ask stays None.
    """

    __tablename__ = "calibration_item"
    __table_args__ = (UniqueConstraint("exercise_id", "indicator"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("calibration_exercise.id"))
    indicator: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="")
    points: Mapped[str | None] = mapped_column(String(40))
    minimum_met: Mapped[bool | None]
    plausible: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]
    exercise: Mapped[Exercise] = relationship(back_populates="items")


class CalibrationSheet(Model):
    """The sheet of one person who is invited to an exercise."""

    __tablename__ = "calibration_sheet"
    __table_args__ = (UniqueConstraint("exercise_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("calibration_exercise.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    locked_at: Mapped[datetime | None]
    exercise: Mapped[Exercise] = relationship(back_populates="sheets")
    user: Mapped[User] = relationship()


class CalibrationScore(Model):
    """What somebody said about one indicator. Append-only: the latest of a sheet and indicator counts.

    `run` and `step` name the run of typing that it comes from, so that a repeated request is recognised.
    """

    __tablename__ = "calibration_score"
    __table_args__ = (Index("ix_calibration_score_place", "sheet_id", "indicator", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("calibration_sheet.id"))
    indicator: Mapped[str] = mapped_column(String(20))
    points: Mapped[str | None] = mapped_column(String(40))
    minimum_met: Mapped[bool | None]
    plausible: Mapped[bool | None]
    justification: Mapped[str] = mapped_column(Text, default="")
    run: Mapped[str | None] = mapped_column(String(40))
    step: Mapped[int | None]
    given_at: Mapped[datetime]
