"""Working days of a country: Monday to Friday without its public holidays."""

from datetime import date, timedelta

import holidays

WEEKEND = (5, 6)


def add_working_days(start: date, days: int, country: str) -> date:
    """The last day of a period of so many working days after `start`, which itself is not counted.

    `country` is an ISO 3166-1 alpha-2 code. Holidays of a whole country count, those of its regions do not; of a
    country whose holidays are unknown only weekends count. With 0 days it is `start` itself.
    """
    free = _holidays(country)
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() not in WEEKEND and day not in free:
            days -= 1
    return day


def _holidays(country: str) -> holidays.HolidayBase:
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return holidays.HolidayBase()
