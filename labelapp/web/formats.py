"""How dates, numbers and names of countries are written, in the reader's language."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal as babel_decimal
from flask import Flask
from flask_babel import format_date, format_decimal, format_time, get_locale
from flask_babel import gettext as _

from labelapp.schemes.numbers import cut_percent, exact


def country_name(code: str) -> str:
    """The country of an ISO 3166-1 alpha-2 code."""
    locale: Locale = get_locale()
    return str(locale.territories.get(code, code))


def language_label(code: str) -> str:
    """The name of a language in the reader's language."""
    locale: Locale = get_locale()
    return str(locale.languages.get(code, code))


def points(value: Fraction | None) -> str:
    """Exact points with the decimal mark of the language, a dash when there are none."""
    if value is None:
        return "–"
    text = exact(value)
    return text if "/" in text else _written(text, get_locale())


@lru_cache(maxsize=4096)
def _written(number: str, locale: Locale) -> str:
    """A decimal number in a language. Pages write the same few points again and again."""
    return str(babel_decimal(Decimal(number), format="#,##0.######", locale=locale))


def percent_cut(value: Fraction | None, places: int = 1) -> str:
    """A share as a percentage, cut and never rounded up: 79.99 stays under 80."""
    if value is None:
        return "–"
    number = format_decimal(Decimal(cut_percent(value, places)), format="#,##0.##")
    return str(_("%(number)s %%", number=number)).replace(" ", "\N{NO-BREAK SPACE}")


def filesize(size: int) -> str:
    """A size in bytes as people write it."""
    if size < 1000:
        return str(_("%(number)s B", number=size))
    if size < 1_000_000:
        return str(_("%(number)s kB", number=format_decimal(size // 1000)))
    return str(_("%(number)s MB", number=format_decimal(Decimal(size // 100_000) / 10)))


def date_short(value: date) -> str:
    """23 Nov 2026"""
    return str(format_date(value, "medium"))


def date_long(value: date) -> str:
    """23 November 2026"""
    return str(format_date(value, "long"))


def moment(value: datetime) -> str:
    """23 Nov 2026, 14:32"""
    return str(_("%(date)s, %(time)s", date=format_date(value, "medium"), time=format_time(value, "short")))


def clock_time(value: datetime) -> str:
    """14:32"""
    return str(format_time(value, "short"))


def init_formats(app: Flask) -> None:
    """Register the filters under their names in templates."""
    filters = {
        "date": date_short,
        "date_long": date_long,
        "datetime": moment,
        "time": clock_time,
        "decimal": format_decimal,
        "percent_cut": percent_cut,
        "points": points,
        "filesize": filesize,
        "country_name": country_name,
        "language_label": language_label,
    }
    for name, function in filters.items():
        app.add_template_filter(function, name)
