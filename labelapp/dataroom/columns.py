"""What a column of a list holds: how a text becomes its value, and how the value is written again.

The same reading serves the forms, the import and the export, so that a list that was exported can be imported.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal

from babel import Locale
from flask_babel import gettext as _

from labelapp.clusters.places import is_country

Type = Literal["text", "choice", "date", "flag", "whole", "decimal", "country", "region", "document"]
LANGUAGES = ("en", "fr", "de")
_LARGEST_NUMBER = 10**12  # with three places it still fits into a column, and so does the sum of many
_FIRST_DAY, _LAST_DAY = date(1800, 1, 1), date(2200, 12, 31)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_PLAIN = re.compile(r"[0-9a-z]+")
_DIGITS = re.compile(r"-?\d+(\.\d+)?")
_YES = frozenset({"yes", "y", "ja", "j", "oui", "o", "true", "vrai", "wahr", "1", "x"})
_NO = frozenset({"no", "n", "nein", "non", "false", "faux", "falsch", "0"})
# Names under which Eurostat's regions begin differently from the country's own code.
_REGION_OF = {"GR": "EL", "GB": "UK"}


class CellError(ValueError):
    """A text that is no value of its column: what is wrong, and how to mend it."""

    def __init__(self, wrong: str, mend: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.mend = mend


@dataclass(frozen=True)
class Column:
    """A column of a list. `aliases` are headings and `words` other names of choices that people use, simplified."""

    name: str
    label: Any
    type: Type = "text"
    required: bool = False
    longest: int = 200
    places: int = 0
    hint: Any = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    # Shown in the list; the others stand in the form and the export only.
    listed: bool = True

    @property
    def numeric(self) -> bool:
        """Whether it stands at the end of its cell."""
        return self.type in ("whole", "decimal")


def simplify(text: str) -> str:
    """A heading or a name without case, accents, punctuation and doubled space: what people mean to be the same."""
    if text.isascii():
        return " ".join(_PLAIN.findall(text.lower()))
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(
        letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter)
    )
    return " ".join(plain.split())


def read_cell(column: Column, text: str) -> Any:
    """The value of a text; the empty value of the column for an empty one. Raises CellError."""
    text = text.strip()
    if not text:
        if column.required:
            raise CellError(_("This is missing."), _("Fill it in."))
        return False if column.type == "flag" else "" if column.type in ("text", "region") else None
    return _READERS[column.type](column, text)


def write_cell(column: Column, value: Any) -> str:
    """A value as it stands in an export and in a form, so that `read_cell` gives it again."""
    if value is None or value == "":
        return ""
    if column.type == "flag":
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return value.isoformat() if isinstance(value, date) else str(value)


def _read_text(column: Column, text: str) -> str:
    if len(text) > column.longest:
        raise CellError(
            _("This has %(num)s characters.", num=len(text)), _("Use at most %(num)s.", num=column.longest)
        )
    return " ".join("".join(" " if unicodedata.category(one) == "Cc" else one for one in text).split())


def _read_choice(column: Column, text: str) -> str:
    wanted = simplify(text)
    for code in column.choices:
        if wanted in (simplify(code), simplify(str(column.choices[code])), *column.words.get(code, ())):
            return code
    known = ", ".join(column.choices)
    raise CellError(
        _("“%(text)s” is not known here.", text=text[:60]), _("Use one of %(known)s.", known=known)
    )


def _read_date(_column: Column, text: str) -> date:
    try:
        if found := _ISO.fullmatch(text):
            day = date(*(int(part) for part in found.groups()))
        elif found := _DAY_FIRST.fullmatch(text):
            day = date(*(int(part) for part in reversed(found.groups())))
        else:
            raise ValueError
        if not _FIRST_DAY <= day <= _LAST_DAY:
            raise ValueError
    except ValueError:
        raise CellError(
            _("“%(text)s” is no day.", text=text[:60]), _("Write it as 2026-01-31 or 31.01.2026.")
        ) from None
    return day


def _read_flag(_column: Column, text: str) -> bool:
    wanted = simplify(text)
    if wanted in _YES or wanted in _NO:
        return wanted in _YES
    raise CellError(_("“%(text)s” is neither yes nor no.", text=text[:60]), _("Write yes or no."))


def _read_whole(column: Column, text: str) -> int:
    number = _read_decimal(column, text)
    if number != number.to_integral_value():
        raise CellError(_("“%(text)s” is no whole number.", text=text[:60]), _("Write digits only."))
    return int(number)


def _read_decimal(column: Column, text: str) -> Decimal:
    """Both ways of writing are read: the last of point and comma is the decimal mark, unless it sets off thousands."""
    digits = re.sub(r"[\s'’€]", "", text)
    if "," in digits and "." in digits:
        group = "," if digits.rfind(",") < digits.rfind(".") else "."
        digits = digits.replace(group, "")
    elif digits.count(",") > 1 or digits.count(".") > 1:
        digits = digits.replace(",", "").replace(".", "")
    digits = digits.replace(",", ".")
    try:
        if not _DIGITS.fullmatch(digits) or len(digits) > 16:
            raise InvalidOperation
        number = Decimal(digits)
    except InvalidOperation:
        raise CellError(
            _("“%(text)s” is no number.", text=text[:60]), _("Write digits, such as 12.5.")
        ) from None
    if number < 0:
        raise CellError(_("A number below zero cannot be right here."), _("Check the sign."))
    if number > _LARGEST_NUMBER:
        raise CellError(_("This number is too large."), _("Check it."))
    if number != round(number, column.places) and column.type == "decimal":
        raise CellError(
            _("“%(text)s” is too exact.", text=text[:60]),
            _("Use at most %(num)s decimal places.", num=column.places),
        )
    return number


def _read_country(_column: Column, text: str) -> str:
    code = text.upper()
    if is_country(code):
        return code
    found = _country_names().get(simplify(text))
    if found is None:
        raise CellError(
            _("“%(text)s” is no country.", text=text[:60]), _("Write its name or a code such as DK.")
        )
    return found


@cache
def _country_names() -> dict[str, str]:
    return {
        simplify(name): code
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if is_country(code)
    }


def _read_region(_column: Column, text: str) -> str:
    code = text.upper().replace(" ", "")
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{1,3}", code):
        raise CellError(_("“%(text)s” is no NUTS code.", text=text[:60]), _("Write a code such as DK03."))
    return code


def region_fits(region: str, country: str) -> bool:
    """Whether a NUTS code belongs to a country."""
    return not region or region.startswith(_REGION_OF.get(country, country))


def _read_document(_column: Column, text: str) -> int:
    return int(text)


_READERS: dict[str, Any] = {
    "text": _read_text,
    "choice": _read_choice,
    "date": _read_date,
    "flag": _read_flag,
    "whole": _read_whole,
    "decimal": _read_decimal,
    "country": _read_country,
    "region": _read_region,
    "document": _read_document,
}
