"""Changes of the people on a case, after which those who declared are asked again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Enum, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model


class ChangeKind(StrEnum):
    """What makes an earlier declaration doubtful."""

    NOMINEE = "nominee"
    TEAM_MEMBER = "team_member"
    LEGAL_REPRESENTATIVE = "legal_representative"
    NAME = "name"


class CaseChange(Model):
    """One change of the people on a case; `user_id` is who is new, None when the organisation changed its name."""

    __tablename__ = "case_change"
    __table_args__ = (Index("ix_case_change_submission_id_at", "submission_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    kind: Mapped[ChangeKind] = mapped_column(
        Enum(
            ChangeKind,
            native_enum=False,
            length=30,
            values_callable=lambda kinds: [kind.value for kind in kinds],
        )
    )
    user_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    user: Mapped[User | None] = relationship()
