"""Status lists: one bit a credential, packed as W3C Bitstring Status List 1.0, sections 3.3 and 3.4, says."""

import base64
import gzip
import zlib
from collections.abc import Iterable

PLACES = 131_072  # the least that the standard allows, so that a place tells nothing about who looked it up
_MOST_BYTES = PLACES // 8 * 64  # of a foreign list that is unpacked
_BASE64URL = "u"  # the multibase prefix


def encode_list(places: Iterable[int]) -> str:
    """The list in which exactly these places are set. Raises IndexError for one beyond the list."""
    bits = bytearray(PLACES // 8)
    for place in places:
        bits[place >> 3] |= 0x80 >> (place & 7)
    packed = gzip.compress(bytes(bits), mtime=0)
    return _BASE64URL + base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode_list(text: str) -> bytes:
    """The bits of a list from anywhere, the first place in the highest bit of the first byte. Raises ValueError."""
    if not text.startswith(_BASE64URL):
        raise ValueError("the list is not written in base64url")
    try:
        packed = base64.urlsafe_b64decode(text[1:] + "=" * (-(len(text) - 1) % 4))
        reader = zlib.decompressobj(wbits=31)
        bits = reader.decompress(packed, _MOST_BYTES)
    except (ValueError, zlib.error):
        raise ValueError("the list cannot be unpacked") from None
    if not reader.eof or len(bits) < PLACES // 8:
        raise ValueError("the list has not the size of a status list")
    return bits


def is_set(bits: bytes, place: int) -> bool:
    """Whether the bit of a place is set. Raises ValueError for a place that the list does not have."""
    if not 0 <= place < 8 * len(bits):
        raise ValueError("the list has no such place")
    return bool(bits[place >> 3] & 0x80 >> (place & 7))
