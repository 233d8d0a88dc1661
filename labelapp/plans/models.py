"""The effort that a team expects, and the improvements that it has decided on."""

from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import Enum, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.extensions import Model
from labelapp.schemes.improvement import Effort


class ItemState(StrEnum):
    """How far an improvement is."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"


class ExpectedEffort(Model):
    """What one level more of an indicator takes, as the team of a self-assessment sees it."""

    __tablename__ = "expected_effort"

    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    indicator: Mapped[str] = mapped_column(String(20), primary_key=True)
    effort: Mapped[Effort] = mapped_column(
        Enum(Effort, native_enum=False, length=20, values_callable=lambda kind: [item.value for item in kind])
    )


class PlanItem(Model):
    """An improvement that a cluster organisation has decided on. It outlives the self-assessment it came from.

    `points` (weight included) are to be reached, as exact text; `meets` says that the minimum requirement is.
    """

    __tablename__ = "plan_item"
    __table_args__ = (UniqueConstraint("cluster_id", "scheme_code", "indicator"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"))
    scheme_code: Mapped[str] = mapped_column(String(40))
    indicator: Mapped[str] = mapped_column(String(20))
    points: Mapped[str] = mapped_column(String(40))
    meets: Mapped[bool]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ItemState] = mapped_column(
        Enum(
            ItemState,
            native_enum=False,
            length=20,
            values_callable=lambda kind: [item.value for item in kind],
        ),
        default=ItemState.OPEN,
    )
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    cluster: Mapped[Cluster] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=owner_id)

    @property
    def target(self) -> Fraction:
        """The points to be reached."""
        return Fraction(self.points)

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and it is not done."""
        return self.state is not ItemState.DONE and self.due_on is not None and self.due_on < today
