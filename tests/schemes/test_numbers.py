"""Numbers are exact on the way in, in the middle and on the way out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.schemes.numbers import cut_percent, exact, parse_exact


@given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6))
def test_exact_text_of_any_number_reads_back_as_the_same_number(number: Fraction) -> None:
    assert parse_exact(exact(number)) == number


@given(st.fractions(min_value=0, max_value=200, max_denominator=10**9))
def test_cut_percent_never_exceeds_the_number_and_misses_less_than_a_hundredth(number: Fraction) -> None:
    cut = Fraction(cut_percent(number))
    assert cut <= number < cut + Fraction(1, 100)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("9/2", "4.5"),
        ("1/3", "1/3"),
        ("120", "120"),
        ("-1/8", "-0.125"),
        ("0", "0"),
        ("-7/3", "-7/3"),
        ("1/40", "0.025"),
    ],
)
def test_exact_number_is_decimal_or_a_quotient(number: str, text: str) -> None:
    assert exact(Fraction(number)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [("79.999", "79.99"), ("80", "80.00"), ("200/3", "66.66"), ("0", "0.00"), ("-1/3", "-0.33")],
)
def test_percent_is_cut_to_two_places(number: str, text: str) -> None:
    assert cut_percent(Fraction(number)) == text


@pytest.mark.parametrize("raw", [4.5, True, None, "", "4,5", "1e3", "1/0", "NaN", " 5", "٣", "9" * 50])
def test_number_that_is_not_exact_text_is_refused(raw: object) -> None:
    with pytest.raises(ValueError, match="number"):
        parse_exact(raw)
