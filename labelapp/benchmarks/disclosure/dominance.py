"""When a sum says too much about its largest part."""

from collections.abc import Sequence
from fractions import Fraction
from heapq import nlargest

TOO_CLOSE = Fraction(20, 100)


def is_dominated(values: Sequence[Fraction]) -> bool:
    """Whether the sum of what a reader does not know lets somebody estimate the largest value to within 20 %.

    The p% rule: the second largest knows its own value, so all but the two largest must make up at least p% of the
    largest (Hundepool et al., Statistical Disclosure Control, 2012, 4.2.2). Values below 0 count by their size. Equal
    values are dominated too: their mean is everybody's value. Where it holds for no block, it holds for no union of
    blocks (Cox 1981), so it is asked block by block.
    """
    if min(values) == max(values):
        return True
    sizes = [abs(value) for value in values]
    largest, second = nlargest(2, sizes)
    return sum(sizes, Fraction(0)) - largest - second < TOO_CLOSE * largest
