"""A cluster organisation's documents."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.extensions import Model


class Document(Model):
    """An uploaded file. The content lies in the storage under its SHA-256; `content_type` was read from the content."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        UniqueConstraint("cluster_id", "sha256", name="uq_document_same_file"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str] = mapped_column(String(255))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    pages: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    uploaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    cluster: Mapped[Cluster] = relationship()
    uploaded_by: Mapped[User] = relationship()
