"""The fee of a case and where its payment stands."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.assessments.models import Submission
from labelapp.dataroom.models import Exact
from labelapp.extensions import Model
from labelapp.reviews.visit.models import VisitMode


class FeeKind(StrEnum):
    """Whether the label is asked for anew, or renewed in time."""

    NEW = "new"
    RENEWAL = "renewal"


class FeeState(StrEnum):
    """Where the payment stands; the table of transitions is in `operations`."""

    OPEN = "open"
    INVOICED = "invoiced"
    PAID = "paid"
    WAIVED = "waived"


def _choice(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind, native_enum=False, length=10, values_callable=lambda values: [item.value for item in values]
    )


class Fee(Model):
    """What one case costs without taxes, by the version of its scheme. A second examination costs nothing more.

    `mode_chosen`: the secretariat chose the mode, so the visit does not change it any more. `moved_on` is the day of
    the present state; `invoice` the number in the books, `reason` why it was waived.
    """

    __tablename__ = "fee"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("(state = 'waived') = (length(reason) > 0)", name="waived_with_reason"),
        CheckConstraint("state <> 'paid' OR paid_on IS NOT NULL", name="paid_on_a_day"),
        Index("ix_fee_set_on", "set_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), unique=True)
    kind: Mapped[FeeKind] = mapped_column(_choice(FeeKind))
    mode: Mapped[VisitMode] = mapped_column(_choice(VisitMode))
    mode_chosen: Mapped[bool] = mapped_column(default=False)
    amount: Mapped[Decimal] = mapped_column(Exact(2))
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[FeeState] = mapped_column(_choice(FeeState), default=FeeState.OPEN)
    set_on: Mapped[date]
    moved_at: Mapped[datetime]
    invoiced_on: Mapped[date | None]
    invoice: Mapped[str] = mapped_column(String(60), default="")
    paid_on: Mapped[date | None]
    waived_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    submission: Mapped[Submission] = relationship()
