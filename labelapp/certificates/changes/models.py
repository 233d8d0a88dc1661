"""Changes that holders of certificates report."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.certificates.flags.models import stored
from labelapp.certificates.models import Certificate
from labelapp.extensions import Model


class ChangeKind(StrEnum):
    """What changed."""

    MANAGEMENT = "management"
    MEMBERSHIP = "membership"
    NAME = "name"
    LEGAL_FORM = "legal_form"
    REGION = "region"
    LABEL_USE = "label_use"
    END = "end"
    OTHER = "other"


class ChangeReport(Model):
    """A change as its holder reported it. Never changed. The three numbers are those of members since the award."""

    __tablename__ = "change_report"
    __table_args__ = (
        CheckConstraint("length(text) > 0", name="says_something"),
        CheckConstraint(
            "(kind = 'membership') = (members_then IS NOT NULL)"
            " AND (kind = 'membership') = (members_joined IS NOT NULL)"
            " AND (kind = 'membership') = (members_left IS NOT NULL)",
            name="members_are_counted",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(stored(ChangeKind))
    happened_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    members_then: Mapped[int | None]
    members_joined: Mapped[int | None]
    members_left: Mapped[int | None]
    reported_at: Mapped[datetime]
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    certificate: Mapped[Certificate] = relationship()
    reported_by: Mapped[User] = relationship()
