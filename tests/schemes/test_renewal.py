"""The days of the mails about a renewal and of the yearly declarations: data of the scheme, counted in months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.schemes.renewal import anniversaries, due_anniversary, due_reminder, reminders
from labelapp.schemes.surveillance import STANDARD_QUESTIONS, Surveillance

USUAL = Surveillance()
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))
UNTIL, RENEWABLE = date(2026, 8, 31), date(2027, 8, 31)


def test_mails_come_12_6_3_and_1_months_before_expiry_and_again_in_the_days_of_grace() -> None:
    assert [(one.code, str(one.on)) for one in reminders(USUAL, UNTIL, RENEWABLE)] == [
        ("opens", "2025-08-31"),
        ("before_6", "2026-02-28"),
        ("before_3", "2026-05-31"),
        ("before_1", "2026-07-31"),
        ("expired", "2026-09-01"),
        ("grace_6", "2027-02-28"),
        ("grace_3", "2027-05-31"),
        ("grace_1", "2027-07-31"),
    ]


def test_months_are_data_of_the_scheme() -> None:
    rule = Surveillance.model_validate(
        {"renewal_opens": 9, "renewal_reminders": [12, 2], "grace_reminders": []}
    )
    codes = [one.code for one in reminders(rule, UNTIL, RENEWABLE)]
    assert codes == ["opens", "before_2", "expired"]


def test_without_days_of_grace_nothing_follows_the_expiry() -> None:
    assert [one.code for one in reminders(USUAL, UNTIL, UNTIL)][-1] == "before_1"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2025-08-30", None),
        ("2025-08-31", "opens"),
        ("2026-02-27", "opens"),
        ("2026-02-28", "before_6"),
        ("2026-08-31", "before_1"),
        ("2026-09-01", "expired"),
        ("2027-08-31", "grace_1"),
        ("2027-09-01", None),
    ],
)
def test_only_the_newest_mail_is_due(day: str, code: str | None) -> None:
    found = due_reminder(USUAL, UNTIL, RENEWABLE, date.fromisoformat(day))
    assert (found.code if found else None) == code


@given(until=DAYS, grace=st.integers(0, 400))
def test_each_mail_is_due_once_and_in_the_order_of_its_day(until: date, grace: int) -> None:
    renewable = until + timedelta(days=grace)
    all_of_them = reminders(USUAL, until, renewable)
    seen: list[str] = []
    for number in range(-400, grace + 3):
        due = due_reminder(USUAL, until, renewable, until + timedelta(days=number))
        if due and due.code not in seen:
            seen.append(due.code)
    last_of_day = {one.on: one.code for one in all_of_them}
    assert seen == list(last_of_day.values())


def test_declarations_are_asked_for_at_each_anniversary_before_the_end() -> None:
    first = (date(2019, 7, 25), date(2021, 7, 25))
    renewal = (date(2021, 7, 26), date(2024, 7, 25))
    assert [str(one) for one in anniversaries(USUAL, *first)] == ["2020-07-25"]
    assert [str(one) for one in anniversaries(USUAL, *renewal)] == ["2022-07-26", "2023-07-26"]
    leap = anniversaries(USUAL, date(2024, 2, 29), date(2029, 1, 1))
    assert [str(one) for one in leap] == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]
    assert anniversaries(Surveillance(declaration_months=0), *renewal) == []


def test_declaration_is_due_from_its_anniversary_to_the_next_one_or_the_expiry() -> None:
    span = (date(2021, 7, 26), date(2024, 7, 25))
    assert due_anniversary(USUAL, *span, date(2022, 7, 25)) is None
    assert due_anniversary(USUAL, *span, date(2022, 7, 26)) == date(2022, 7, 26)
    assert due_anniversary(USUAL, *span, date(2024, 7, 25)) == date(2023, 7, 26)
    assert due_anniversary(USUAL, *span, date(2024, 7, 26)) is None


@pytest.mark.parametrize(
    ("then", "joined", "left", "flagged"),
    [(40, 10, 10, False), (40, 10, 11, True), (41, 20, 0, False), (41, 0, 21, True), (0, 0, 0, False)],
)
def test_members_are_flagged_when_more_than_half_changed_and_not_at_exactly_half(
    then: int, joined: int, left: int, flagged: bool
) -> None:
    assert USUAL.too_many_changed(then, joined, left) is flagged


def test_declaration_asks_for_members_once_and_tells_questions_apart() -> None:
    membership = next(one for one in STANDARD_QUESTIONS if one.kind == "membership")
    twice = membership.model_copy(update={"code": "again"})
    with pytest.raises(ValueError, match="once"):
        Surveillance(questions=(membership, twice))
    with pytest.raises(ValueError, match="code of its own"):
        Surveillance(questions=(STANDARD_QUESTIONS[0], STANDARD_QUESTIONS[0]))
