"""A workbook that was read and waits until its uploader says which of its changes are applied."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment
from labelapp.clusters.models import Cluster
from labelapp.extensions import Model


class WorkbookUpload(Model):
    """What was read from an uploaded workbook: `content` is `comparing.Reading` as JSON. The file is not kept."""

    __tablename__ = "workbook_upload"
    # A preview that is still open must never decide about the next workbook, so no number is used twice.
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str]
    content: Mapped[dict[str, Any]]
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    assessment: Mapped[Assessment] = relationship()
    uploaded_by: Mapped[User] = relationship()

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.assessment.cluster
