import pytest
from asn1crypto.core import Boolean, Integer, SequenceOf
from hypothesis import given
from hypothesis import strategies as st

from labelapp.documents.sealing.der import is_canonical


class Numbers(SequenceOf):
    _child_spec = Integer


@given(st.lists(st.integers(-(2**70), 2**70), max_size=60))
def test_what_a_writer_of_der_writes_is_canonical(numbers: list[int]) -> None:
    assert is_canonical(Numbers(numbers).dump() + Boolean(True).dump())


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("0201", "the content is missing"),
        ("02", "the length is missing"),
        ("02810101", "a short length in the long form"),
        ("04820080" + "00" * 128, "a long length with a zero in front"),
        ("30800201010000", "a length that is not told but marked"),
        ("02020001", "a number with a zero in front"),
        ("0202ffff", "a negative number with a spare byte"),
        ("0200", "a number without a byte"),
        ("010101", "a boolean that is neither"),
        ("050100", "nothing, with content"),
        ("0000", "the mark of an end that was told before"),
        ("1f8101", "a tag in the long form"),
        ("3003020201", "an element longer than what holds it"),
    ],
)
def test_other_way_to_write_it_is_not_canonical(written: str, why: str) -> None:
    assert not is_canonical(bytes.fromhex(written)), why
