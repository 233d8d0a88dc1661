"""The yearly declarations of the holders of certificates."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.certificates.flags.models import stored
from labelapp.certificates.models import Certificate
from labelapp.extensions import Model


class Verdict(StrEnum):
    """What the secretariat made of a declaration."""

    ACCEPTED = "accepted"
    MARKED = "marked"


class Declaration(Model):
    """What a holder declares at one anniversary: a draft until it is sent, frozen afterwards.

    `questions` are those of the scheme on the day on which it was asked for; `answers`, by code of the question, hold
    `answer` and `words`, or `then`, `joined` and `left`, as they were typed. `reminded_at` and `overdue_at`: the
    mails about `due_on` are written.
    """

    __tablename__ = "holder_declaration"
    __table_args__ = (
        UniqueConstraint("certificate_id", "anniversary"),
        CheckConstraint("(sent_at IS NULL) = (sent_by_id IS NULL)", name="sent_by_somebody"),
        CheckConstraint("verdict IS NULL OR sent_at IS NOT NULL", name="judged_after_sending"),
        CheckConstraint("(verdict IS NULL) = (judged_at IS NULL)", name="judged_with_verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    anniversary: Mapped[date]
    asked_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(index=True)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    answers: Mapped[dict[str, Any]]
    reminded_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verdict: Mapped[Verdict | None] = mapped_column(stored(Verdict))
    remark: Mapped[str] = mapped_column(Text, default="")
    judged_at: Mapped[datetime | None]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    certificate: Mapped[Certificate] = relationship()
    sent_by: Mapped[User | None] = relationship(foreign_keys=sent_by_id)
    judged_by: Mapped[User | None] = relationship(foreign_keys=judged_by_id)
