"""The facts of a cluster organisation: members, posts, income, and what it does."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Enum, ForeignKey, Index, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.evidence.models import Document
from labelapp.extensions import Model


class Exact(TypeDecorator[Decimal]):
    """A decimal number with a fixed number of places, kept as a whole number so that any database adds it exactly."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} decimal places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


class MemberKind(StrEnum):
    """What kind of organisation a member is."""

    SME = "sme"
    LARGE = "large"
    RESEARCH = "research"
    EDUCATION = "education"
    PUBLIC = "public"
    ASSOCIATION = "association"
    FINANCE = "finance"
    OTHER = "other"


class PostRole(StrEnum):
    """What a post is for. Posts for single projects do not belong to the management team."""

    HEAD = "head"
    TEAM = "team"
    SUPPORT = "support"
    PROJECT = "project"


class Source(StrEnum):
    """Where money comes from; the first four are private."""

    FEES = "fees"
    SERVICES = "services"
    SPONSORING = "sponsoring"
    OTHER_PRIVATE = "other_private"
    REGIONAL = "regional"
    NATIONAL = "national"
    EUROPEAN = "european"


class ActivityKind(StrEnum):
    """Which list an activity stands in."""

    EVENT = "event"
    GROUP = "group"
    PROJECT = "project"
    PRESS = "press"


class ImportState(StrEnum):
    """Where an import stands: being prepared, waiting for the worker, being run, ended."""

    PREPARED = "prepared"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"


def _choice(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind, native_enum=False, length=20, values_callable=lambda values: [item.value for item in values]
    )


class Member(Model):
    """A member of the cluster. `left_on` is the first day on which it is none any more."""

    __tablename__ = "dataroom_member"
    __table_args__ = (CheckConstraint("left_on >= joined_on", name="left_after_joined"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[MemberKind] = mapped_column(_choice(MemberKind))
    country: Mapped[str] = mapped_column(String(2))
    region: Mapped[str] = mapped_column(String(5), default="")
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    committed: Mapped[bool] = mapped_column(default=False)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    cluster: Mapped[Cluster] = relationship()
    document: Mapped[Document | None] = relationship()


class Post(Model):
    """A post in the management or its projects. `until_on` is its last day."""

    __tablename__ = "dataroom_post"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="ends_after_start"),
        CheckConstraint("fte >= 0", name="fte_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[PostRole] = mapped_column(_choice(PostRole))
    fte: Mapped[Decimal] = mapped_column(Exact(3))
    training_days: Mapped[Decimal | None] = mapped_column(Exact(2))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    cluster: Mapped[Cluster] = relationship()


class Income(Model):
    """An amount of money in EUR that came in during a year, by source."""

    __tablename__ = "dataroom_income"
    __table_args__ = (CheckConstraint("amount >= 0", name="not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    source: Mapped[Source] = mapped_column(_choice(Source))
    name: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Decimal] = mapped_column(Exact(2))
    cluster: Mapped[Cluster] = relationship()


class Activity(Model):
    """An event or service, a working group, a project or a report in the press.

    `held_on` is the day or the first day, `until_on` the last. `sort` is one of the sorts of its kind, see `kinds`.
    `count` holds participants of an event, meetings of a group in the last twelve months, partners of a project.
    """

    __tablename__ = "dataroom_activity"
    __table_args__ = (
        CheckConstraint("until_on >= held_on", name="ends_after_start"),
        Index("ix_dataroom_activity_list", "cluster_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"))
    kind: Mapped[ActivityKind] = mapped_column(_choice(ActivityKind))
    name: Mapped[str] = mapped_column(String(200))
    sort: Mapped[str] = mapped_column(String(20), default="")
    held_on: Mapped[date]
    until_on: Mapped[date | None]
    count: Mapped[int | None]
    who: Mapped[str] = mapped_column(String(500), default="")
    cluster: Mapped[Cluster] = relationship()


class Import(Model):
    """A table that was uploaded, and what is done with it. It stays until the next one, for its report.

    `moved_at` is when it came into its state.
    """

    __tablename__ = "dataroom_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    filename: Mapped[str]
    reading: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    mapping: Mapped[dict[str, Any]]
    state: Mapped[ImportState] = mapped_column(_choice(ImportState), default=ImportState.PREPARED)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[dict[str, Any]]
    moved_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    cluster: Mapped[Cluster] = relationship()
    created_by: Mapped[User] = relationship()
