"""Verification codes: unguessable, easy to type, and proof against most typing errors.

Twelve symbols of Crockford's base 32 (no I, L, O, U), printed in groups of four. Eleven are random; the last
is Crockford's check symbol, the number modulo 37. Codes whose check would need one of his five extra symbols
are not given out, so that a code has letters and digits only.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
EXAMPLE = "K7QF-2M9D-XR41"
_RANDOM_SYMBOLS = 11
_MODULUS = 37
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IGNORED = re.compile(r"[\s\-‐‑–—_.]+")


def new_code() -> str:
    """A code that nobody can guess, as it is printed: `XXXX-XXXX-XXXX`."""
    while True:
        symbols = "".join(secrets.choice(ALPHABET) for _symbol in range(_RANDOM_SYMBOLS))
        check = check_value(symbols)
        if check < len(ALPHABET):
            return _printed(symbols + ALPHABET[check])


def check_value(symbols: str) -> int:
    """The number that `symbols` write in base 32, modulo 37."""
    number = 0
    for symbol in symbols:
        number = number * len(ALPHABET) + ALPHABET.index(symbol)
    return number % _MODULUS


def read_code(typed: str) -> str | None:
    """The printed form of what somebody typed, None when it cannot be a code.

    Case, spaces, hyphens and dots do not matter; O counts as 0, I and L as 1.
    """
    text = _IGNORED.sub("", typed[:64]).upper().translate(_LOOKALIKES)
    if len(text) != _RANDOM_SYMBOLS + 1 or any(symbol not in ALPHABET for symbol in text):
        return None
    return _printed(text) if check_value(text[:-1]) == ALPHABET.index(text[-1]) else None


def _printed(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))
