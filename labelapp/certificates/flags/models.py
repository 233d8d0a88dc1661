"""What the secretariat has to look at with the holder of a certificate, and what it decided."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.certificates.models import Certificate
from labelapp.decisions.conditions.models import AwardCondition
from labelapp.extensions import Model

if TYPE_CHECKING:
    from labelapp.certificates.changes.models import ChangeReport
    from labelapp.certificates.declarations.models import Declaration


class FlagKind(StrEnum):
    """Why a certificate is flagged. LATE: a new assessment that was asked for was not submitted in time."""

    CHANGE = "change"
    MEMBERS = "members"
    CONDITION = "condition"
    LATE = "late"


class FlagOutcome(StrEnum):
    """What the secretariat decided. HEARING: it means to suspend or to withdraw, and hears the holder first."""

    NOTHING = "nothing"
    SURVEILLANCE = "surveillance"
    REASSESSMENT = "reassessment"
    HEARING = "hearing"


def stored(kind: type[StrEnum]) -> Enum:
    """The values of an enumeration as text."""
    return Enum(
        kind, native_enum=False, length=30, values_callable=lambda names: [one.value for one in names]
    )


class Flag(Model):
    """A call to look at a certificate; only the secretariat sees it.

    `cause` names what raised it, e.g. `change:7`, and is there once. `figures` of MEMBERS: `then`, `joined`, `left`.
    `told` is what the holder reads when it is asked for a new assessment by `reassess_by`.
    """

    __tablename__ = "certificate_flag"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_with_outcome"),
        CheckConstraint(
            "(outcome = 'reassessment') = (reassess_by IS NOT NULL) OR outcome IS NULL",
            name="reassessment_has_a_day",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    kind: Mapped[FlagKind] = mapped_column(stored(FlagKind))
    cause: Mapped[str] = mapped_column(String(80), unique=True)
    figures: Mapped[dict[str, Any]]
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change_report.id"))
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("holder_declaration.id"))
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("award_condition.id"))
    raised_at: Mapped[datetime]
    outcome: Mapped[FlagOutcome | None] = mapped_column(stored(FlagOutcome))
    reasons: Mapped[str] = mapped_column(Text, default="")
    told: Mapped[str] = mapped_column(Text, default="")
    reassess_by: Mapped[date | None]
    decided_at: Mapped[datetime | None] = mapped_column(index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    certificate: Mapped[Certificate] = relationship()
    change: Mapped["ChangeReport | None"] = relationship()
    declaration: Mapped["Declaration | None"] = relationship()
    condition: Mapped[AwardCondition | None] = relationship()
    decided_by: Mapped[User | None] = relationship()
