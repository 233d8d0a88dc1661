"""What a reader asks the figures of: a period, and a level or a label."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from labelapp.certificates.register.wishes import LEVELS
from labelapp.extensions import schemes
from labelapp.steering.periods import Period, read_period


@dataclass(frozen=True)
class Scope:
    """The question as it stands in an address. `label` is a level, the code of a scheme, or empty for all."""

    period: Period
    label: str = ""

    @property
    def codes(self) -> list[str] | None:
        """The codes of the schemes; None for all."""
        if not self.label:
            return None
        return sorted({one.code for one in schemes().all() if self.label in (one.level, one.code)})

    def arguments(self) -> dict[str, str | None]:
        """For an address."""
        first, last = self.period.first.isoformat()[:7], self.period.last.isoformat()[:7]
        return {"from": first, "to": last, "label": self.label or None}


def read_scope(arguments: Mapping[str, str], today: date) -> Scope:
    """The question in an address; what cannot be understood is left out."""
    label = arguments.get("label", "")
    known = {*LEVELS, *(one.code for one in schemes().all())}
    period = read_period(arguments.get("from", ""), arguments.get("to", ""), today)
    return Scope(period, label if label in known else "")
