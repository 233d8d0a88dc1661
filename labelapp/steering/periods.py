"""The months that the figures are about. Pure: knows neither database nor web."""

from dataclasses import dataclass
from datetime import date

from labelapp.schemes.months import add_months, month_end

USUAL_MONTHS = 12
MOST_MONTHS = 60


@dataclass(frozen=True)
class Period:
    """Whole months; `first` is the first day of the first, `last` the last day of the last."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        return months_from(self.first, month_of(self.last))


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_from(first: date, last: date) -> list[date]:
    """The first days of the months from one first day to another, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, number) for number in range(count)]


def offered_months(today: date) -> list[date]:
    """The months from which a reader may choose, the newest first."""
    return months_from(add_months(month_of(today), 1 - MOST_MONTHS), month_of(today))[::-1]


def read_period(first: str, last: str, today: date) -> Period:
    """The period between two months, as `2026-03`, in any order; what cannot be understood is as usual."""
    offered = {month.isoformat()[:7]: month for month in offered_months(today)}
    until = offered.get(last, month_of(today))
    since = offered.get(first, add_months(until, 1 - USUAL_MONTHS))
    return Period(min(since, until), month_end(max(since, until)))
