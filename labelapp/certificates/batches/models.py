"""A batch of certificates, and the items of which each is done once."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.certificates.models import Certificate
from labelapp.decisions.models import Decision
from labelapp.extensions import Model


class BatchKind(StrEnum):
    """What is done with each item."""

    ISSUE = "issue"  # an award of the board that has no certificate yet
    REISSUE = "reissue"  # the holder's name or place changed
    REPRINT = "reprint"  # the same certificate, a new file


class BatchState(StrEnum):
    """`RUNNING` is also the state of a batch that waits for a worker."""

    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class ItemState(StrEnum):
    """An item begins nowhere: its transaction does all of it or nothing."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


def _named(kind: type[StrEnum]) -> Any:
    return Enum(kind, native_enum=False, length=20, values_callable=lambda one: [item.value for item in one])


class Batch(Model):
    """Some certificates that are issued, issued again or printed again. `tell`: mail the holders of new files.

    A worker holds the batch until `held_until` under the name `held_by`, and prolongs that with each item; `obstacle`
    says what outside keeps it waiting.
    """

    __tablename__ = "certificate_batch"
    __table_args__ = (
        CheckConstraint("(held_by IS NULL) = (held_until IS NULL)", name="held_for_a_time"),
        CheckConstraint("state IN ('running', 'paused') OR ended_at IS NOT NULL", name="ended_at_a_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BatchKind] = mapped_column(_named(BatchKind))
    state: Mapped[BatchState] = mapped_column(_named(BatchState))
    tell: Mapped[bool]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    obstacle: Mapped[str] = mapped_column(Text, default="")
    held_by: Mapped[str | None] = mapped_column(String(32))
    held_until: Mapped[datetime | None]
    created_by: Mapped[User] = relationship()


class BatchItem(Model):
    """One certificate of a batch: what it is made from, and what became of it."""

    __tablename__ = "certificate_batch_item"
    __table_args__ = (
        UniqueConstraint("batch_id", "decision_id"),
        UniqueConstraint("batch_id", "certificate_id"),
        CheckConstraint("(decision_id IS NULL) <> (certificate_id IS NULL)", name="one_source"),
        CheckConstraint("(state = 'done') = (result_id IS NOT NULL)", name="done_with_result"),
        CheckConstraint("(state = 'failed') = (length(problem) > 0)", name="failed_with_problem"),
        Index("ix_certificate_batch_item_state", "batch_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("certificate_batch.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    state: Mapped[ItemState] = mapped_column(_named(ItemState), default=ItemState.WAITING)
    problem: Mapped[str] = mapped_column(Text, default="")
    result_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    done_at: Mapped[datetime | None]
    batch: Mapped[Batch] = relationship()
    decision: Mapped[Decision | None] = relationship()
    certificate: Mapped[Certificate | None] = relationship(foreign_keys=certificate_id)
    result: Mapped[Certificate | None] = relationship(foreign_keys=result_id)
