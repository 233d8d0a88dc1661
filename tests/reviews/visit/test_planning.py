"""The drafted agenda: opening, what was asked, lunch, closing, within working hours."""

from datetime import date, time

import pytest

from labelapp.reviews.visit.operations import combined
from labelapp.reviews.visit.planning import draft
from labelapp.reviews.visit.zones import to_local, to_utc, zone_of

ORDER = ["1", "2", "3", "4", "5"]


def _told(hour: int, questions: dict[str, int]) -> list[str]:
    begin = combined(date(2026, 12, 3), time(hour))
    return [
        f"{item.starts:%d %H:%M} {item.minutes} {item.dimension}" for item in draft(begin, questions, ORDER)
    ]


def test_dimensions_with_questions_stand_between_opening_and_closing_in_the_order_of_the_scheme() -> None:
    assert _told(9, {"4": 1, "2": 3}) == [
        "03 09:00 15 opening",
        "03 09:15 45 2",
        "03 10:00 15 4",
        "03 10:15 30 closing",
    ]


def test_visit_without_questions_has_an_opening_and_a_closing() -> None:
    assert _told(9, {}) == ["03 09:00 15 opening", "03 09:15 30 closing"]


def test_day_that_goes_on_after_noon_has_one_lunch() -> None:
    assert _told(11, {"1": 4, "2": 4, "3": 2}) == [
        "03 11:00 15 opening",
        "03 11:15 60 1",
        "03 12:15 60 lunch",
        "03 13:15 60 2",
        "03 14:15 30 3",
        "03 14:45 30 closing",
    ]


def test_what_would_end_after_half_past_five_begins_the_next_morning() -> None:
    told = _told(9, {"1": 20, "2": 8, "3": 1})
    assert told == [
        "03 09:00 15 opening",
        "03 09:15 300 1",
        "03 14:15 60 lunch",
        "03 15:15 120 2",
        "03 17:15 15 3",
        "04 09:00 30 closing",
    ]


def test_a_long_item_begins_in_the_morning_and_is_not_put_off_for_ever() -> None:
    told = _told(9, {"1": 40})
    assert told == ["03 09:00 15 opening", "04 09:00 600 1", "05 09:00 30 closing"]


@pytest.mark.parametrize(
    ("country", "zone"),
    [("SE", "Europe/Stockholm"), ("PT", "Europe/Lisbon"), ("DE", "Europe/Berlin"), ("CA", "Europe/Brussels")],
)
def test_clock_of_a_visit_is_that_of_the_country(country: str, zone: str) -> None:
    assert zone_of(country) == zone


def test_times_of_winter_and_summer_come_back_as_they_were_entered() -> None:
    for day in (date(2026, 12, 3), date(2026, 7, 3)):
        local = combined(day, time(9, 30))
        assert to_local(to_utc(local, "Europe/Lisbon"), "Europe/Lisbon") == local
    assert to_utc(combined(date(2026, 7, 3), time(9, 30)), "Europe/Lisbon").hour == 8
