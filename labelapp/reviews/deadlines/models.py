"""Which mails about a date were written: each once."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labelapp.extensions import Model


class AssignmentNotice(Model):
    """A mail about a date of an assignment. A date that is moved is a new one, with mails of its own."""

    __tablename__ = "assignment_notice"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    written_at: Mapped[datetime]
