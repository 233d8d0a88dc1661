"""Conditions of awards, and everything that happens to them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.decisions.models import Decision
from labelapp.decisions.terms import Checker
from labelapp.evidence.models import Revision
from labelapp.extensions import Model


class ConditionState(StrEnum):
    """OPEN: the holder's turn. ANSWERED: the turn of whoever checks. The others end it."""

    OPEN = "open"
    ANSWERED = "answered"
    FULFILLED = "fulfilled"
    NOT_FULFILLED = "not_fulfilled"


class StepKind(StrEnum):
    """What happened to a condition. An extension gives a new date, and the turn back to the holder."""

    ANSWERED = "answered"
    FULFILLED = "fulfilled"
    NOT_FULFILLED = "not_fulfilled"
    EXTENDED = "extended"


def _stored(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind, native_enum=False, length=20, values_callable=lambda names: [one.value for one in names]
    )


class AwardCondition(Model):
    """What an award asks of its holder, and by when. `due_on` is the date that counts now, `first_due_on` that of the
    letter. `reminded_at` and `overdue_at`: the mails about `due_on` are written; a new date clears them.
    """

    __tablename__ = "award_condition"
    __table_args__ = (
        UniqueConstraint("decision_id", "number"),
        CheckConstraint("length(text) > 0", name="says_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    first_due_on: Mapped[date]
    due_on: Mapped[date]
    checked_by: Mapped[Checker] = mapped_column(_stored(Checker))
    state: Mapped[ConditionState] = mapped_column(_stored(ConditionState), index=True)
    reminded_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    decision: Mapped[Decision] = relationship()
    steps: Mapped[list["ConditionStep"]] = relationship(
        back_populates="condition", order_by="ConditionStep.id"
    )


class ConditionStep(Model):
    """An answer of the holder, or a judgement with its reason. Never changed.

    `revision_id` is the file that the holder shows, in the revision of that day.
    """

    __tablename__ = "condition_step"
    __table_args__ = (
        CheckConstraint("length(text) > 0", name="reasoned"),
        CheckConstraint("(kind = 'extended') = (due_on IS NOT NULL)", name="extension_has_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    condition_id: Mapped[int] = mapped_column(ForeignKey("award_condition.id"), index=True)
    kind: Mapped[StepKind] = mapped_column(_stored(StepKind))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("document_revision.id"))
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    taken_at: Mapped[datetime]
    condition: Mapped[AwardCondition] = relationship(back_populates="steps")
    revision: Mapped[Revision | None] = relationship()
    taken_by: Mapped[User] = relationship()


@dataclass(frozen=True)
class ShownFile:
    """A file that a holder showed for a condition."""

    condition: AwardCondition
    revision: Revision
