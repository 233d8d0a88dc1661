"""What the lead wrote instead of the draft from the record, and what the other assessor says about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model


class ReportText(Model):
    """One version of a section of a report. Never changed: a new text is a new row, the latest counts.

    `content` holds `{"text": …}`, or `{"findings": [{"code": …, "text": …}]}` for a list; None goes back to the
    draft from the record. `section` is `summary`, `strengths`, `priorities`, `dimension:1` or `indicator:1.1`.
    """

    __tablename__ = "report_text"
    __table_args__ = (Index("ix_report_text_review_section", "review_id", "section", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    section: Mapped[str] = mapped_column(String(60))
    content: Mapped[dict[str, Any] | None]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]
    written_by: Mapped[User | None] = relationship()


class DraftConsent(Model):
    """What an assessor who does not lead says about a draft: they agree, or `note` says what should change.

    `digest` names the draft that they read, so that a later change of it asks them again. Append-only.
    """

    __tablename__ = "draft_consent"
    __table_args__ = (Index("ix_draft_consent_review_user", "review_id", "user_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    digest: Mapped[str] = mapped_column(String(64))
    agrees: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    said_at: Mapped[datetime]
    user: Mapped[User] = relationship()
