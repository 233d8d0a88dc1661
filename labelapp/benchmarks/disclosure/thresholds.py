"""Which figures of a group of a size may be shown.

Thresholds of the label (domain rules): no figure below the scheme's minimum group; a median from there on;
quartiles from 10; tenth and ninetieth percentile from 20; smallest and largest value never.
"""

from collections.abc import Iterable
from fractions import Fraction

from labelapp.benchmarks.disclosure.reasons import Reason
from labelapp.benchmarks.statistics import Distribution

MINIMUM_GROUP = 5
QUARTILES_FROM = 10
PERCENTILES_FROM = 20
DIGITS = 4


def disclose(
    distribution: Distribution, minimum_group: int = MINIMUM_GROUP, *, hidden: int | None = None
) -> Distribution:
    """The part of a distribution that may leave the system. A scheme may ask for more than 5, never for less.

    `hidden` is how many of its values the reader does not know from elsewhere (all, when left out): only they count.
    What is shown has at most four digits that say something, so that a median is not one cluster's amount to the cent.
    """
    n = distribution.n if hidden is None else hidden
    withheld = why_withheld(n, minimum_group)
    if "median" in withheld:
        return Distribution(distribution.n)

    def shown(name: str) -> Fraction | None:
        value: Fraction | None = getattr(distribution, name)
        return None if value is None or name in withheld else cut_digits(value)

    return Distribution(distribution.n, *(shown(name) for name in ("median", "q1", "q3", "p10", "p90")))


def why_withheld(n: int, minimum_group: int = MINIMUM_GROUP) -> dict[str, Reason]:
    """The reason for each figure of a group of `n` that is not shown."""
    reasons: dict[str, Reason] = {}
    if n < max(PERCENTILES_FROM, minimum_group):
        reasons |= {"p10": Reason.PERCENTILES, "p90": Reason.PERCENTILES}
    if n < max(QUARTILES_FROM, minimum_group):
        reasons |= {"q1": Reason.QUARTILES, "q3": Reason.QUARTILES}
    if not may_show(n, minimum_group):
        reasons = dict.fromkeys(("median", "q1", "q3", "p10", "p90"), Reason.FEW_ANSWERS)
    return reasons


def may_show(n: int, minimum_group: int = MINIMUM_GROUP) -> bool:
    """Whether a group of this size may be spoken of at all."""
    return n >= max(MINIMUM_GROUP, minimum_group)


def smallest_group(asked: Iterable[int]) -> int:
    """The smallest group that keeps the promise of every scheme whose submissions are pooled, and the label's."""
    return max((MINIMUM_GROUP, *asked))


def cut_digits(value: Fraction) -> Fraction:
    """A figure cut towards 0 to four significant digits: 33357 becomes 33350, 62.9 stays."""
    whole = abs(value.numerator) // value.denominator
    step = Fraction(10) ** (len(str(whole)) - DIGITS) if whole else Fraction(1, 10**DIGITS)
    return Fraction(int(value / step)) * step
