"""Exact numbers: read from text, written as text, never through floating point."""

import re
from fractions import Fraction

_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_QUOTIENT = re.compile(r"[+-]?[0-9]+/[1-9][0-9]*")
# Longer numbers are typing errors, and exact arithmetic on them would cost time.
_LONGEST = 40


def parse_exact(raw: object) -> Fraction:
    """Return the exact number written as an integer or as text ("4.5", "1/3").

    Raises ValueError for floats (they are not exact), booleans and any other text.
    """
    if isinstance(raw, Fraction):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise ValueError('write the number exactly, in quotes, such as "4.5"')
    text = str(raw)
    if len(text) > _LONGEST or not (_DECIMAL.fullmatch(text) or _QUOTIENT.fullmatch(text)):
        raise ValueError('not a number such as "4.5" or "1/3"')
    return Fraction(text)


def exact(value: Fraction) -> str:
    """Return the number as text without loss: "4.5", or "1/3" where no finite decimal exists."""
    places = _decimal_places(value.denominator)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    return _decimal(value, places)


def cut_percent(value: Fraction, places: int = 2) -> str:
    """Return the number with so many decimal places, cut and never rounded up: 79.999 is "79.99"."""
    scale = 10**places
    cut = abs(value.numerator) * scale // value.denominator
    return _decimal(Fraction(cut if value >= 0 else -cut, scale), places)


def _decimal(value: Fraction, places: int) -> str:
    digits = abs(value.numerator) * 10**places // value.denominator
    sign = "-" if value < 0 else ""
    text = str(digits).rjust(places + 1, "0")
    return f"{sign}{text[:-places]}.{text[-places:]}" if places else f"{sign}{text}"


def _decimal_places(denominator: int) -> int | None:
    """Return how many decimal places the fraction needs, None when no finite number suffices."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None
