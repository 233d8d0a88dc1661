"""The mails about renewals that were written."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.certificates.models import Certificate
from labelapp.extensions import Model


class RenewalReminder(Model):
    """One mail about the renewal of one certificate, which can be written once. `due_on` is the day of its rule."""

    __tablename__ = "renewal_reminder"
    __table_args__ = (UniqueConstraint("certificate_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    code: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date]
    written_at: Mapped[datetime]
    certificate: Mapped[Certificate] = relationship()
