"""A mark on a certificate: something that its surveillance looks at."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.certificates.models import Certificate
from labelapp.extensions import Model


class SurveillanceMark(Model):
    """Something to look at by `due_on`, and the `finding` once somebody has. The holder and the public see nothing.

    `complaint_id` is the complaint that led to it.
    """

    __tablename__ = "surveillance_mark"
    __table_args__ = (CheckConstraint("(done_at IS NULL) = (length(finding) = 0)", name="done_with_finding"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    marked_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text)
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date]
    finding: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    certificate: Mapped[Certificate] = relationship()
    marked_by: Mapped[User] = relationship(foreign_keys=marked_by_id)
    done_by: Mapped[User | None] = relationship(foreign_keys=done_by_id)
