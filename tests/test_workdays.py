"""Periods in working days."""

from datetime import date

import pytest

from labelapp.workdays import add_working_days


@pytest.mark.parametrize(
    ("start", "days", "country", "end"),
    [
        (date(2026, 11, 25), 0, "FR", date(2026, 11, 25)),
        (date(2026, 11, 25), 1, "FR", date(2026, 11, 26)),
        (date(2026, 11, 27), 1, "FR", date(2026, 11, 30)),
        (date(2026, 11, 28), 1, "FR", date(2026, 11, 30)),
        (date(2026, 12, 24), 1, "FR", date(2026, 12, 28)),
        (date(2026, 12, 24), 1, "DE", date(2026, 12, 28)),
        (date(2026, 7, 13), 1, "FR", date(2026, 7, 15)),
        (date(2026, 7, 13), 1, "DE", date(2026, 7, 14)),
        (date(2026, 12, 31), 1, "DE", date(2027, 1, 4)),
        (date(2026, 4, 9), 2, "GR", date(2026, 4, 15)),
    ],
)
def test_period_skips_weekends_and_public_holidays_of_the_country(
    start: date, days: int, country: str, end: date
) -> None:
    assert add_working_days(start, days, country) == end


def test_country_with_unknown_holidays_counts_weekends_only() -> None:
    assert add_working_days(date(2026, 12, 24), 1, "ZZ") == date(2026, 12, 25)
