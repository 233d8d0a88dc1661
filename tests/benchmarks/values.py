"""Numbers that make exact arithmetic earn its name."""

from fractions import Fraction

from hypothesis import strategies as st

HUGE = 10**39
CLOSE = [Fraction(2**53 - number, 2**53 - number - 1) for number in range(1, 7)]
"""Different numbers whose quotients are equal as doubles."""
EXACT = st.one_of(
    st.integers(-3, 3).map(Fraction),
    st.integers(-500, 10**6).map(lambda cents: Fraction(cents, 100)),
    st.fractions(0, 100, max_denominator=90),
    st.sampled_from(CLOSE),
)
ANY = EXACT | st.sampled_from([Fraction(HUGE), Fraction(-HUGE, 7), Fraction(1, HUGE)])
