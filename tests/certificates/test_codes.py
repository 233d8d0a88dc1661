"""Verification codes: unguessable, forgiving to type, proof against typing errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.certificates.codes import ALPHABET, EXAMPLE, new_code, read_code

POSITIONS = [0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13]


def test_example_on_the_pages_is_no_code_of_a_certificate_by_chance() -> None:
    assert read_code(EXAMPLE) is None


def test_code_has_three_groups_of_four_symbols() -> None:
    code = new_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) <= set(ALPHABET + "-")


def test_codes_do_not_repeat() -> None:
    assert len({new_code() for _number in range(2000)}) == 2000


@pytest.mark.parametrize(
    "write", [str.lower, lambda c: c.replace("-", ""), lambda c: f"  {c} ", lambda c: c.replace("-", " – ")]
)
def test_code_is_read_however_it_is_typed(write) -> None:  # type: ignore[no-untyped-def]
    code = new_code()
    assert read_code(write(code)) == code


def test_lookalike_letters_are_read_as_digits() -> None:
    code = next(code for code in iter(new_code, None) if "0" in code and "1" in code)
    assert read_code(code.replace("0", "o").replace("1", "l")) == code
    assert read_code(code.replace("0", "O").replace("1", "I")) == code


@given(st.sampled_from(POSITIONS), st.sampled_from(ALPHABET))
def test_one_wrong_symbol_is_noticed(position: int, symbol: str) -> None:
    code = new_code()
    typed = code[:position] + symbol + code[position + 1 :]
    assert read_code(typed) == (code if typed == code else None)


@given(st.integers(0, len(POSITIONS) - 2))
def test_two_neighbours_exchanged_are_noticed(index: int) -> None:
    code = new_code().replace("-", "")
    typed = code[:index] + code[index + 1] + code[index] + code[index + 2 :]
    assert typed == code or read_code(typed) is None


@given(st.text(max_size=80))
def test_any_text_can_be_typed(text: str) -> None:
    assert read_code(text) in {None, read_code(read_code(text) or "")}
