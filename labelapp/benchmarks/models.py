"""The blocks in which submissions enter comparisons, and the dates on which that happened."""

from datetime import date
from secrets import randbits

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.extensions import Model

KEY_BITS = 44


class ReportDate(Model):
    """A day on which blocks were formed and ended; between two of them no submission changes a figure."""

    __tablename__ = "benchmark_report_date"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)


class BlockColumns(Model):
    """What some blocks hold, as columns (`benchmarks.columns.storing`): made of their submissions once, for good."""

    __tablename__ = "benchmark_columns"

    id: Mapped[int] = mapped_column(primary_key=True)
    format: Mapped[int]
    content: Mapped[bytes] = mapped_column(deferred=True)


class BenchmarkBlock(Model):
    """Submissions that are in a group all together or not at all, for good. An ended block never comes back.

    `key` is drawn at random, below 2**44: a process tells by it whether it has read this block before. An id would not
    do, since that of a transaction that failed is given again. The sum of the keys says which blocks there are.
    """

    __tablename__ = "benchmark_block"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= formed_on", name="ends_after_it_began"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    formed_on: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(index=True)
    key: Mapped[int] = mapped_column(BigInteger, unique=True, default=lambda: randbits(KEY_BITS))
    columns_id: Mapped[int | None] = mapped_column(ForeignKey("benchmark_columns.id"))
    members: Mapped[list["BlockMember"]] = relationship(order_by="BlockMember.submission_id")


class BlockMember(Model):
    """A submission in the one block of its life, with the submission before it (for trends).

    `traits` are `kind:code` as they were when the block was formed: a later change of the profile moves nothing.
    """

    __tablename__ = "benchmark_block_member"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("benchmark_block.id", ondelete="CASCADE"), index=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    traits: Mapped[list[str]]
