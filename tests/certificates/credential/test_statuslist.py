"""Status lists: what is set is read as set by us and by others, and hostile lists are refused."""

import base64
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openvc.status.bitstring import decode_bitstring, get_status_bit

from labelapp.certificates.credential.statuslist import PLACES, decode_list, encode_list, is_set


def _packed(bits: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits)).rstrip(b"=").decode()


@settings(max_examples=30)
@given(st.sets(st.integers(0, PLACES - 1), max_size=40), st.integers(0, PLACES - 1))
def test_exactly_the_places_that_were_set_are_read_by_us_and_by_others(places: set[int], other: int) -> None:
    text = encode_list(places)
    bits, theirs = decode_list(text), decode_bitstring(text)
    for place in {*places, other}:
        assert is_set(bits, place) is (place in places)
        assert get_status_bit(theirs, place) == (place in places)


@pytest.mark.parametrize("place", [-1, PLACES])
def test_place_beyond_the_list_is_refused(place: int) -> None:
    with pytest.raises(ValueError, match="no such place"):
        is_set(decode_list(encode_list([])), place)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "u",
        "H4sI",
        "u!!!",
        encode_list([1])[:-8],
        _packed(bytes(100)),
        _packed(bytes(50_000_000)),
    ],
    ids=["empty", "nothing", "no prefix", "no base64", "cut off", "too short", "bomb"],
)
def test_list_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the list"):
        decode_list(text)
