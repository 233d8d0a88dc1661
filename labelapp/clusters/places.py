"""Countries and languages to choose from, in the reader's language and order."""

import unicodedata

from babel import Locale
from flask_babel import get_locale

# Entries of the locale data that are no countries: groups, islands with a code of their own, private use.
NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
OFFICIAL_LANGUAGES = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr",
    "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv",
)  # fmt: skip
OTHER_LANGUAGES = ("is", "mk", "nb", "sq", "sr", "tr", "uk")


def country_choices() -> list[tuple[str, str]]:
    """(ISO 3166-1 alpha-2 code, name) of every country, by name."""
    names: dict[str, str] = dict(_locale().territories)
    return _by_name({code: name for code, name in names.items() if is_country(code)})


def is_country(code: str) -> bool:
    """Whether a code names a country."""
    return len(code) == 2 and code not in NO_COUNTRIES and code in Locale("en").territories


def language_choices() -> list[tuple[str, str]]:
    """(code, name) of the languages in which a cluster organisation may have its name, by name."""
    names = _locale().languages
    return _by_name({code: names.get(code, code) for code in OFFICIAL_LANGUAGES + OTHER_LANGUAGES})


def _locale() -> Locale:
    locale: Locale = get_locale()
    return locale


def _by_name(names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda item: sort_key(item[1]))


def sort_key(name: str) -> str:
    """Österreich stands beside Osttimor, not behind Zypern."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
