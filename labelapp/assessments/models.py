"""A self-assessment: answers, evidence links, and the frozen submission."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.evidence.models import Document, Revision
from labelapp.extensions import Model


class AssessmentState(StrEnum):
    """Where a self-assessment stands; the table of transitions is in `operations`."""

    DRAFT = "draft"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    SUBMITTED = "submitted"
    CANCELLED = "cancelled"


class AnswerOrigin(StrEnum):
    """How an answer came to be what it is."""

    TYPED = "typed"
    CARRIED = "carried"
    INTERVIEW = "interview"
    WORKBOOK = "workbook"
    RESTORED = "restored"


_ORIGIN = Enum(
    AnswerOrigin, native_enum=False, length=20, values_callable=lambda kind: [item.value for item in kind]
)


class Assessment(Model):
    """One self-assessment of a cluster organisation against one version of a scheme, which it keeps."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index(
            "uq_assessment_one_open",
            "cluster_id",
            "scheme_code",
            unique=True,
            sqlite_where=text("state IN ('draft', 'awaiting_confirmation')"),
            postgresql_where=text("state IN ('draft', 'awaiting_confirmation')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    scheme_code: Mapped[str] = mapped_column(String(40))
    scheme_version: Mapped[str] = mapped_column(String(20))
    scheme_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[AssessmentState] = mapped_column(
        Enum(
            AssessmentState,
            native_enum=False,
            length=30,
            values_callable=lambda kind: [i.value for i in kind],
        )
    )
    due_on: Mapped[date | None]
    started_at: Mapped[datetime]
    started_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    cluster: Mapped[Cluster] = relationship()
    started_by: Mapped[User] = relationship()
    answers: Mapped[list["Answer"]] = relationship(back_populates="assessment")
    evidence_links: Mapped[list["EvidenceLink"]] = relationship(back_populates="assessment")
    submission: Mapped["Submission | None"] = relationship(back_populates="assessment")
    interviews: Mapped[list["Interview"]] = relationship(back_populates="assessment")


class Answer(Model):
    """The value of one field, with a version that counts its changes. `value` is shaped as in the scheme format.

    `to_confirm`: somebody else than the team gave it (an earlier cycle, an expert in an interview), and it does
    not count as complete until the team says that it holds.
    """

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("assessment_id", "indicator", "field"),
        CheckConstraint("version > 0", name="version_counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    indicator: Mapped[str] = mapped_column(String(20))
    field: Mapped[str] = mapped_column(String(40))
    content: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    origin: Mapped[AnswerOrigin] = mapped_column(_ORIGIN, default=AnswerOrigin.TYPED)
    to_confirm: Mapped[bool] = mapped_column(default=False)
    assessment: Mapped[Assessment] = relationship(back_populates="answers")
    changed_by: Mapped[User] = relationship()

    @property
    def value(self) -> Any:
        """The answer itself; kept as `{"value": …}` so that an emptied answer (None) is a value too."""
        return self.content["value"]


class AnswerChange(Model):
    """One version of an answer, kept for good: what it was, who made it so, when and how.

    `run` and `step`: the run of typing on one page that it belongs to, and its place there (see `saving.Run`).
    `restored`: the earlier version that it brought back.
    """

    __tablename__ = "answer_change"
    __table_args__ = (UniqueConstraint("assessment_id", "indicator", "field", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    indicator: Mapped[str] = mapped_column(String(20))
    field: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    origin: Mapped[AnswerOrigin] = mapped_column(_ORIGIN)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    run: Mapped[str | None] = mapped_column(String(40))
    step: Mapped[int | None]
    restored: Mapped[int | None]
    changed_by: Mapped[User] = relationship()


class Overruling(Model):
    """Why the team gave a value of its own where the data room has a figure. It lasts as long as that value."""

    __tablename__ = "overruling"
    __table_args__ = (UniqueConstraint("assessment_id", "indicator", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    indicator: Mapped[str] = mapped_column(String(20))
    field: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    overruled_at: Mapped[datetime]
    overruled_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    overruled_by: Mapped[User] = relationship()


class EvidenceLink(Model):
    """A document offered as evidence for one indicator, with the page to look at.

    `file` is the number of one file of the document, None for all of them; `page` is a page of the first one offered.
    `to_confirm`: it was offered in an earlier cycle, and the team has not said yet that it still holds.
    """

    __tablename__ = "evidence_link"
    __table_args__ = (UniqueConstraint("assessment_id", "indicator", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    indicator: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    file: Mapped[int | None]
    page: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    to_confirm: Mapped[bool] = mapped_column(default=False)
    linked_at: Mapped[datetime]
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    assessment: Mapped[Assessment] = relationship(back_populates="evidence_links")
    document: Mapped[Document] = relationship()

    @property
    def files(self) -> list[Revision]:
        """The files offered here, each in its newest revision; never empty, also when one was taken out."""
        if self.file is None:
            return self.document.files
        return [one for one in self.document.revisions if one.file == self.file][-1:]


class Submission(Model):
    """What was submitted, frozen: answers, evidence with hashes, scheme version and hash, facts of the cluster.

    `content` is `labelapp.assessments.snapshot.Snapshot` as JSON; `sha256` is over its canonical form.
    """

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), unique=True)
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime]
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    assessment: Mapped[Assessment] = relationship(back_populates="submission")
    confirmed_by: Mapped[User] = relationship()


class Carry(Model):
    """From which earlier submission a self-assessment started, when it did not start empty."""

    __tablename__ = "carry"

    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    submission: Mapped[Submission] = relationship()


class VersionMove(Model):
    """A draft that went over to a newer version of its scheme. `dropped` holds what the new version cannot take:

    `{indicator: {field: content}}`, as it stood. The answers' history keeps it too.
    """

    __tablename__ = "version_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    from_version: Mapped[str] = mapped_column(String(20))
    to_version: Mapped[str] = mapped_column(String(20))
    dropped: Mapped[dict[str, Any]]
    moved_at: Mapped[datetime]
    moved_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Interview(Model):
    """An expert who may fill a self-assessment together with its manager, until somebody or the submission ends it.

    The expert sees nothing of it before `declared_at`; `conflict` is set when they declared an interest instead.
    """

    __tablename__ = "interview"
    __table_args__ = (
        Index(
            "uq_interview_one_open",
            "assessment_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime | None]
    conflict: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]
    assessment: Mapped[Assessment] = relationship(back_populates="interviews")
    expert: Mapped[User] = relationship(foreign_keys=expert_id)


class InterviewNote(Model):
    """One version of what the expert noted about an indicator. Never changed: the newest version counts."""

    __tablename__ = "interview_note"
    __table_args__ = (UniqueConstraint("assessment_id", "indicator", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    indicator: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_by: Mapped[User] = relationship()
