"""A cluster organisation's documents, their files in every revision, and what the virus scanner said."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.extensions import Model


class DocumentKind(StrEnum):
    """What a document is for; the names that people read are in `labels`."""

    STATUTES = "statutes"
    STRATEGY = "strategy"
    CONTRACT = "contract"
    PARTICIPANTS = "participants"
    REPORT = "report"
    MINUTES = "minutes"
    SURVEY = "survey"
    FINANCIAL_STATEMENT = "financial_statement"
    PHOTO = "photo"
    PRESS = "press"
    OTHER = "other"


class CheckState(StrEnum):
    """What is known about a content. UNSCANNED is never stored: it means that no scanner is set up."""

    UNSCANNED = "unscanned"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


def _stored(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind, native_enum=False, length=30, values_callable=lambda names: [one.value for one in names]
    )


class Document(Model):
    """What a cluster organisation shows as evidence: one or several files, each in its current revision.

    Links point to the document, so they follow new revisions; a submission freezes the revision by its hash.
    """

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[DocumentKind] = mapped_column(_stored(DocumentKind), default=DocumentKind.OTHER)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    effective_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    uploaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    cluster: Mapped[Cluster] = relationship()
    owner: Mapped[User] = relationship(foreign_keys=owner_id)
    uploaded_by: Mapped[User] = relationship(foreign_keys=uploaded_by_id)
    revisions: Mapped[list["Revision"]] = relationship(
        back_populates="document", order_by="Revision.id", lazy="selectin"
    )

    @property
    def files(self) -> list["Revision"]:
        """The current revision of each file, in the order in which the files were added; never empty."""
        current = [one for one in self.revisions if one.replaced_at is None]
        return sorted(current, key=lambda one: one.file)

    def is_outdated(self, on: date, look_back_from: date | None = None) -> bool:
        """Whether it has expired on that day, or took effect before the day from which a scheme looks."""
        if self.expires_on is not None and self.expires_on < on:
            return True
        return None not in (self.effective_on, look_back_from) and self.effective_on < look_back_from  # type: ignore[operator]


class Revision(Model):
    """One file as it was uploaded once. The content lies in the storage under its SHA-256.

    `file` counts the files of a document and `number` the revisions of a file, both from 1. `replaced_at` is None
    for the current revision. `content_type` was read from the content.
    """

    __tablename__ = "document_revision"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        UniqueConstraint("cluster_id", "sha256", name="uq_document_revision_same_file"),
        UniqueConstraint("document_id", "file", "number"),
        Index(
            "uq_document_revision_one_current",
            "document_id",
            "file",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"))
    file: Mapped[int] = mapped_column(default=1)
    number: Mapped[int] = mapped_column(default=1)
    filename: Mapped[str] = mapped_column(String(255))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    pages: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    uploaded_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    document: Mapped[Document] = relationship(back_populates="revisions")
    uploaded_by: Mapped[User] = relationship()


class ContentCheck(Model):
    """What the virus scanner said about a content, whoever uploaded it; `finding` names what it found."""

    __tablename__ = "content_check"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[CheckState] = mapped_column(_stored(CheckState))
    finding: Mapped[str | None]
    checked_at: Mapped[datetime | None]
