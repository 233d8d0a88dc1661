"""Validity: month ends, 29 February, the last day of grace and the day after (scheme rule, docs/scheme-format.md)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.schemes.definition import ValidityRule
from labelapp.schemes.months import add_months
from labelapp.schemes.validity import Status, status_on, validity

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))


def rule(counted: str = "day") -> ValidityRule:
    return ValidityRule.model_validate(
        {"first_months": 24, "renewal_months": 36, "renewal_within_months": 12, "counted": counted}
    )


# counted, assessed, previous expiry, award, valid from, valid until, renewable until
CASES = [
    ("day", "2019-07-25", None, "first", "2019-07-25", "2021-07-25", "2022-07-25"),
    ("day", "2024-02-29", None, "first", "2024-02-29", "2026-02-28", "2027-02-28"),
    ("day", "2022-02-28", None, "first", "2022-02-28", "2024-02-28", "2025-02-28"),
    ("day", "2026-01-31", None, "first", "2026-01-31", "2028-01-31", "2029-01-31"),
    ("day", "2026-12-31", None, "first", "2026-12-31", "2028-12-31", "2029-12-31"),
    ("month_end", "2019-07-25", None, "first", "2019-07-25", "2021-07-31", "2022-07-31"),
    ("month_end", "2022-02-03", None, "first", "2022-02-03", "2024-02-29", "2025-02-28"),
    # renewal before expiry counts from the previous expiry
    ("day", "2021-03-01", "2021-07-25", "renewal", "2021-07-26", "2024-07-25", "2025-07-25"),
    # on the day of expiry
    ("day", "2021-07-25", "2021-07-25", "renewal", "2021-07-26", "2024-07-25", "2025-07-25"),
    # on the last day of grace: no time is won, no gap is left
    ("day", "2022-07-25", "2021-07-25", "renewal", "2021-07-26", "2024-07-25", "2025-07-25"),
    # one day later: first award again
    ("day", "2022-07-26", "2021-07-25", "first", "2022-07-26", "2024-07-26", "2025-07-26"),
    # grace that ends on 29 February, and on 28 February after one
    ("day", "2024-02-28", "2023-02-28", "renewal", "2023-03-01", "2026-02-28", "2027-02-28"),
    ("day", "2024-02-29", "2023-02-28", "first", "2024-02-29", "2026-02-28", "2027-02-28"),
    ("month_end", "2024-02-29", "2023-02-28", "renewal", "2023-03-01", "2026-02-28", "2027-02-28"),
    ("month_end", "2024-03-01", "2023-02-28", "first", "2024-03-01", "2026-03-31", "2027-03-31"),
    ("day", "2025-02-28", "2024-02-29", "renewal", "2024-03-01", "2027-02-28", "2028-02-28"),
    ("day", "2025-03-01", "2024-02-29", "first", "2025-03-01", "2027-03-01", "2028-03-01"),
    ("month_end", "2021-02-01", "2021-02-28", "renewal", "2021-03-01", "2024-02-29", "2025-02-28"),
]


@pytest.mark.parametrize(("counted", "assessed", "previous", "award", "start", "until", "renewable"), CASES)
def test_validity_follows_the_table_of_cases(
    counted: str, assessed: str, previous: str | None, award: str, start: str, until: str, renewable: str
) -> None:
    expiry = date.fromisoformat(previous) if previous else None
    found = validity(rule(counted), date.fromisoformat(assessed), expiry)
    assert (found.award, str(found.valid_from), str(found.valid_until)) == (award, start, until)
    assert str(found.renewable_until) == renewable


def test_validity_derivation_names_dates_and_months() -> None:
    found = validity(rule(), date(2022, 7, 25), date(2021, 7, 25))
    assert found.derivation == [
        "assessed on 2022-07-25, not later than 2022-07-25, the last day of renewal: renewal",
        "36 months from the previous expiry 2021-07-25: valid until 2024-07-25",
        "12 months after expiry: renewable until 2025-07-25",
    ]


@given(expiry=DAYS, days=st.integers(-700, 366))
def test_renewal_in_time_always_gives_the_same_expiry(expiry: date, days: int) -> None:
    assessed = expiry + timedelta(days=days)
    found = validity(rule(), assessed, expiry)
    if assessed <= add_months(expiry, 12):
        assert found.valid_until == add_months(expiry, 36)
        assert found.valid_from == expiry + timedelta(days=1)
    else:
        assert (found.award, found.valid_until) == ("first", add_months(assessed, 24))


@given(assessed=DAYS)
def test_first_award_ends_24_months_later_and_never_in_another_month(assessed: date) -> None:
    until = validity(rule(), assessed).valid_until
    assert (until.year, until.month) == (assessed.year + 2, assessed.month)
    assert until.day in {assessed.day, 28}


@given(assessed=DAYS)
def test_month_end_counting_is_never_shorter_than_day_counting(assessed: date) -> None:
    by_month = validity(rule("month_end"), assessed).valid_until
    assert validity(rule(), assessed).valid_until <= by_month
    assert (by_month + timedelta(days=1)).day == 1


@given(day=DAYS, months=st.integers(0, 120))
def test_added_months_never_run_over_into_the_following_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


UNTIL, RENEWABLE = date(2026, 7, 25), date(2027, 7, 25)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2026-01-24", Status.VALID),
        ("2026-01-25", Status.EXPIRING),
        ("2026-07-25", Status.EXPIRING),
        ("2026-07-26", Status.EXPIRED_RENEWABLE),
        ("2027-07-25", Status.EXPIRED_RENEWABLE),
        ("2027-07-26", Status.EXPIRED),
    ],
)
def test_status_changes_on_the_day_after_each_last_day(day: str, status: Status) -> None:
    assert status_on(date.fromisoformat(day), valid_until=UNTIL, renewable_until=RENEWABLE) is status


@pytest.mark.parametrize(
    ("stopped", "status"),
    [
        ({"superseded": date(2026, 3, 1)}, Status.SUPERSEDED),
        ({"suspended": date(2026, 3, 1), "superseded": date(2026, 1, 1)}, Status.SUSPENDED),
        ({"withdrawn": date(2026, 3, 1), "suspended": date(2026, 1, 1)}, Status.WITHDRAWN),
        ({"withdrawn": date(2026, 3, 2)}, Status.EXPIRING),
    ],
)
def test_status_withdrawal_weighs_most_and_holds_from_its_first_day(
    stopped: dict[str, date], status: Status
) -> None:
    found = status_on(date(2026, 3, 1), valid_until=UNTIL, renewable_until=RENEWABLE, **stopped)  # type: ignore[arg-type]
    assert found is status


@given(day=DAYS, until=DAYS, grace=st.integers(0, 24))
def test_certificate_is_never_valid_after_its_last_day(day: date, until: date, grace: int) -> None:
    status = status_on(day, valid_until=until, renewable_until=add_months(until, grace))
    assert (status in {Status.VALID, Status.EXPIRING}) == (day <= until)


def test_shorter_validity_counts_its_months_in_place_of_those_of_the_scheme() -> None:
    assert validity(rule(), date(2026, 2, 28), shorter=12).valid_until == date(2027, 2, 28)
    renewed = validity(rule(), date(2026, 2, 1), date(2026, 3, 31), shorter=18)
    assert (renewed.award, renewed.valid_until) == ("renewal", date(2027, 9, 30))


@pytest.mark.parametrize("months", [0, 24, 25])
def test_shorter_validity_that_is_not_shorter_is_refused(months: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 23 months"):
        validity(rule(), date(2026, 2, 28), shorter=months)
