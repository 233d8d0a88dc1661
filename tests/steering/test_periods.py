"""Periods of whole months, and what is counted in them."""

from datetime import date

import pytest

from labelapp.steering.periods import MOST_MONTHS, Period, offered_months, read_period
from labelapp.steering.throughput import Flow, by_month

TODAY = date(2026, 11, 26)
YEAR = Period(date(2025, 12, 1), date(2026, 11, 30))


def test_usual_period_is_the_last_twelve_months() -> None:
    assert read_period("", "", TODAY) == YEAR
    assert len(YEAR.months) == 12


def test_period_is_the_same_in_either_order() -> None:
    quarter = Period(date(2026, 1, 1), date(2026, 3, 31))
    assert read_period("2026-01", "2026-03", TODAY) == read_period("2026-03", "2026-01", TODAY) == quarter


def test_period_without_its_beginning_has_twelve_months() -> None:
    assert read_period("", "2025-02", TODAY) == Period(date(2024, 3, 1), date(2025, 2, 28))


@pytest.mark.parametrize(
    "text", ["2026-13", "0000-00", "2026-3", "2099-01", "1999-01", "x", "\0", "2026-03-01"]
)
def test_what_is_no_month_that_is_offered_is_as_usual(text: str) -> None:
    assert read_period(text, text, TODAY) == YEAR


def test_months_are_offered_for_five_years_the_newest_first() -> None:
    offered = offered_months(TODAY)
    assert (len(offered), offered[0], offered[-1]) == (MOST_MONTHS, date(2026, 11, 1), date(2021, 12, 1))


def test_each_thing_counts_in_its_month_and_only_within_the_period() -> None:
    happened = [
        (Flow.STARTED, date(2025, 11, 30)),
        (Flow.STARTED, date(2025, 12, 1)),
        (Flow.STARTED, date(2026, 11, 30)),
        (Flow.STARTED, date(2026, 12, 1)),
        (Flow.STARTED, None),
        (Flow.AWARDED, date(2026, 11, 1)),
    ]
    counts = by_month(happened, YEAR)
    assert counts[Flow.STARTED] == [1, *[0] * 10, 1]
    assert counts[Flow.AWARDED] == [*[0] * 11, 1]
    assert sum(counts[Flow.REFUSED]) == 0
