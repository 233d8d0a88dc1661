"""Texts, dates, numbers and names of countries in the language of a document, not of whoever asked for it."""

import gettext
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from labelapp.schemes.numbers import cut_percent, exact, parse_exact
from labelapp.settings import PROJECT

TRANSLATIONS = PROJECT / "translations"
DOMAIN = "documents"
EUROPEAN_ENGLISH = Locale("en", "150")  # 1 March 2026, not March 1, 2026
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class DocumentLanguage:
    """One language a document may be written in; `code` is a BCP 47 tag such as `en`, `el` or `pt-BR`."""

    code: str
    locale: Locale
    translations: gettext.NullTranslations

    def gettext(self, message: str) -> str:
        """The text in this language, the English one when the catalogue lacks it."""
        return self.translations.gettext(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The form of the text that goes with `count`."""
        return self.translations.ngettext(singular, plural, count)

    def date(self, value: date) -> str:
        """1 March 2026; the parts of a date stay on one line."""
        return str(format_date(value, "long", locale=self.locale)).replace(" ", NO_BREAK_SPACE)

    def country(self, code: str) -> str:
        """The name of the country with an ISO 3166-1 alpha-2 code."""
        return str(self.locale.territories.get(code, code))

    def number(self, value: str | Fraction) -> str:
        """An exact number, also as written by `schemes.numbers`, with this language's decimal mark."""
        value = exact(value) if isinstance(value, Fraction) else value
        if "/" in value:
            return value
        return str(format_decimal(Decimal(value), format="#,##0.######", locale=self.locale))

    def percent(self, value: str | Fraction) -> str:
        """An exact percentage, cut to one decimal and never rounded up: 79.99 is 79.9."""
        text = self.gettext("%(number)s %%") % {"number": self.number(cut_percent(parse_exact(value), 1))}
        return text.replace(" ", NO_BREAK_SPACE)

    def filters(self) -> dict[str, Any]:
        """What templates may call, by name."""
        return {
            "date_long": self.date,
            "country_name": self.country,
            "number": self.number,
            "points": self.number,
            "percent": self.percent,
        }


@cache
def document_language(code: str) -> DocumentLanguage:
    """The language with this code. Raises babel.UnknownLocaleError for one that does not exist."""
    locale = Locale.parse(code, sep="-")
    texts = gettext.translation(DOMAIN, str(TRANSLATIONS), languages=[str(locale)], fallback=True)
    return DocumentLanguage(code, EUROPEAN_ENGLISH if code == "en" else locale, texts)
