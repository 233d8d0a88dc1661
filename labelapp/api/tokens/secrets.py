"""What a token looks like: `lab_`, 32 random signs, and a checksum of 6. Pure.

The prefix lets scanners of source code recognise one that leaked; the checksum tells a mistyped one from an
unknown one without the database.
"""

import hashlib
import re
import secrets
import string
from zlib import crc32

PREFIX = "lab_"
_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM, _CHECK = 32, 6
_FORM = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_RANDOM + _CHECK}}}")


def new_secret() -> str:
    """A token that nobody can guess: 190 random bits."""
    random = "".join(secrets.choice(_ALPHABET) for _sign in range(_RANDOM))
    return PREFIX + random + _checksum(random)


def is_well_formed(text: str) -> bool:
    """Whether this can be a token: form and checksum are right."""
    if not _FORM.fullmatch(text):
        return False
    signs = text.removeprefix(PREFIX)
    return _checksum(signs[:_RANDOM]) == signs[_RANDOM:]


def secret_hash(secret: str) -> str:
    """What is kept of a token: SHA-256 in hex. It is random enough that nothing slower is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _checksum(signs: str) -> str:
    """CRC-32 in base 62."""
    number, found = crc32(signs.encode()), ""
    for _place in range(_CHECK):
        number, digit = divmod(number, len(_ALPHABET))
        found = _ALPHABET[digit] + found
    return found
