"""What came in and went out in each month. Pure: knows neither database nor web."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from labelapp.steering.periods import Period, month_of


class Flow(StrEnum):
    """What is counted, in the order in which it happens to a case."""

    STARTED = "started"
    SUBMITTED = "submitted"
    DECIDED = "decided"
    AWARDED = "awarded"
    REFUSED = "refused"


def by_month(happened: Iterable[tuple[Flow, date | None]], period: Period) -> dict[Flow, list[int]]:
    """How often each thing happened in each month of the period; what has no day has not happened."""
    counts = Counter((flow, month_of(day)) for flow, day in happened if day is not None and day in period)
    return {flow: [counts[flow, month] for month in period.months] for flow in Flow}
