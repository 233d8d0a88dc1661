"""Validity: month ends, 29 February, the last day of grace and the day after (scheme rule, docs/scheme-format.md)."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.schemes.definition import ValidityRule
from labelapp.schemes.months import add_months, month_end
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


# Domain 2.8, every row: what happened, level or branch, and what follows.
@pytest.mark.parametrize(
    ("assessed", "previous", "expected"),
    [
        # the real first award: interview 25 July 2019
        ("2019-07-25", None, ("first", "2021-07-25", "2022-07-25")),
        # interview before expiry, and in the twelve months after it: the same new expiry
        ("2020-07-25", "2021-07-25", ("renewal", "2024-07-25", "2025-07-25")),
        ("2022-01-13", "2021-07-25", ("renewal", "2024-07-25", "2025-07-25")),
        ("2022-07-25", "2021-07-25", ("renewal", "2024-07-25", "2025-07-25")),
        # later than twelve months: a first award of 24 months
        ("2022-07-26", "2021-07-25", ("first", "2024-07-26", "2025-07-26")),
        ("2030-01-01", "2021-07-25", ("first", "2032-01-01", "2033-01-01")),
    ],
)
def test_award_and_dates_are_those_of_the_scheme_rules(
    assessed: str, previous: str | None, expected: tuple[str, str, str]
) -> None:
    expiry = date.fromisoformat(previous) if previous else None
    found = validity(rule(), date.fromisoformat(assessed), expiry)
    assert (found.award, str(found.valid_until), str(found.renewable_until)) == expected


@given(expiry=DAYS, days=st.integers(0, 900), counted=st.sampled_from(["day", "month_end"]))
def test_renewal_in_time_leaves_no_gap_does_not_overlap_and_neither_wins_nor_loses_a_day(
    expiry: date, days: int, counted: str
) -> None:
    previous = month_end(expiry) if counted == "month_end" else expiry
    grace = validity(
        rule(counted), add_months(previous, -24), None
    ).renewable_until  # what such a certificate says
    found = validity(rule(counted), grace - timedelta(days=days), previous, promised=grace)
    assert found.award == "renewal"
    assert found.valid_from == previous + timedelta(days=1)
    on_time = validity(rule(counted), previous, previous)
    assert (found.valid_until, found.renewable_until) == (on_time.valid_until, on_time.renewable_until)
    months = (found.valid_until.year - previous.year) * 12 + found.valid_until.month - previous.month
    assert months == 36


@given(first=DAYS, renewals=st.lists(st.integers(-200, 366), max_size=12))
def test_chain_of_renewals_covers_each_day_once(first: date, renewals: list[int]) -> None:
    spans = [validity(rule(), first)]
    for late in renewals:
        before = spans[-1]
        assessed = min(before.valid_until + timedelta(days=late), before.renewable_until)
        spans.append(validity(rule(), assessed, before.valid_until, promised=before.renewable_until))
    for earlier, later in itertools.pairwise(spans):
        assert later.valid_from == earlier.valid_until + timedelta(days=1)
        assert later.award == "renewal"
    years = spans[-1].valid_until.year - first.year
    assert years == 2 + 3 * len(renewals)
    assert spans[-1].valid_until.day in {first.day, 28}


@given(
    expiry=st.none() | DAYS,
    one=DAYS,
    days=st.integers(0, 2000),
    shorter=st.none() | st.integers(1, 23),
    counted=st.sampled_from(["day", "month_end"]),
)
def test_later_assessment_never_ends_earlier_within_one_branch(
    expiry: date | None, one: date, days: int, shorter: int | None, counted: str
) -> None:
    early = validity(rule(counted), one, expiry, shorter)
    late = validity(rule(counted), one + timedelta(days=days), expiry, shorter)
    assert early.award == late.award == "renewal" or late.award == "first"
    if early.award == late.award:
        assert early.valid_until <= late.valid_until
        assert early.renewable_until <= late.renewable_until


@given(
    assessed=DAYS,
    late=st.integers(-700, 500),
    shorter=st.none() | st.integers(1, 23),
    first=st.integers(1, 60),
    renewal=st.integers(1, 60),
    within=st.integers(0, 36),
)
def test_no_certificate_is_over_before_it_was_assessed(
    assessed: date, late: int, shorter: int | None, first: int, renewal: int, within: int
) -> None:
    made = ValidityRule(first_months=first, renewal_months=renewal, renewal_within_months=within)
    if shorter is not None and shorter >= min(first, renewal):
        shorter = None
    found = validity(made, assessed, assessed - timedelta(days=late), shorter)
    assert found.valid_from <= found.valid_until <= found.renewable_until
    assert assessed <= found.valid_until


def test_shortened_renewal_that_would_be_over_counts_from_the_assessment() -> None:
    found = validity(rule(), date(2026, 5, 4), date(2025, 10, 31), shorter=6)
    assert (found.award, found.valid_from, found.valid_until) == (
        "renewal",
        date(2025, 11, 1),
        date(2026, 11, 4),
    )
    # one that is not over yet keeps counting from the previous expiry
    assert validity(rule(), date(2026, 4, 30), date(2025, 10, 31), shorter=6).valid_until == date(2026, 4, 30)


def test_grace_that_a_certificate_promised_outlives_a_stricter_rule() -> None:
    stricter = ValidityRule(first_months=24, renewal_months=36, renewal_within_months=6)
    assert validity(stricter, date(2022, 7, 25), date(2021, 7, 25)).award == "first"
    kept = validity(stricter, date(2022, 7, 25), date(2021, 7, 25), promised=date(2022, 7, 25))
    assert (kept.award, kept.valid_until) == ("renewal", date(2024, 7, 25))
    after = validity(stricter, date(2022, 7, 26), date(2021, 7, 25), promised=date(2022, 7, 25))
    assert after.award == "first"


ORDER = [
    Status.VALID,
    Status.EXPIRING,
    Status.EXPIRED_RENEWABLE,
    Status.EXPIRED,
    Status.SUPERSEDED,
    Status.SUSPENDED,
    Status.WITHDRAWN,
]
SOMETIMES = st.none() | DAYS


@given(
    days=st.lists(DAYS, min_size=2, max_size=20),
    until=DAYS,
    grace=st.integers(0, 24),
    stops=st.fixed_dictionaries(dict.fromkeys(("withdrawn", "suspended", "superseded"), SOMETIMES)),
)
def test_status_is_total_and_only_goes_one_way_in_time(
    days: list[date], until: date, grace: int, stops: dict[str, date | None]
) -> None:
    renewable = add_months(until, grace)
    found = [
        status_on(day, valid_until=until, renewable_until=renewable, **stops)  # type: ignore[arg-type]
        for day in sorted(days)
    ]
    assert [ORDER.index(one) for one in found] == sorted(ORDER.index(one) for one in found)


@given(day=DAYS, since=DAYS, length=st.integers(0, 400))
def test_suspension_with_a_last_day_holds_from_its_first_to_its_last_day_and_no_longer(
    day: date, since: date, length: int
) -> None:
    last = since + timedelta(days=length)
    dates = {"valid_until": date(2101, 1, 1), "renewable_until": date(2102, 1, 1)}
    found = status_on(day, **dates, suspended=since, suspended_until=last)  # type: ignore[arg-type]
    assert (found is Status.SUSPENDED) == (since <= day <= last)
    if found is not Status.SUSPENDED:
        assert found is status_on(day, **dates)  # type: ignore[arg-type]
