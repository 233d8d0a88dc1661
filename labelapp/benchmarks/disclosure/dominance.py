"""When a sum says too much about its largest part."""

from collections.abc import Sequence
from fractions import Fraction
from heapq import nlargest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelapp.benchmarks.columns.exact import Column, Mask, Rows

TOO_CLOSE = Fraction(20, 100)
UNSURE = 1e-9
"""Doubles decide where the rest differs from the limit by more than this share of the largest: they err far less."""


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


def dominated(column: Column, rows: Rows, starts: Rows) -> Mask:
    """The same for many blocks at once: of those `rows` of a column that begin at each of the `starts`."""
    if not len(starts):
        return np.zeros(0, dtype=bool)
    ends = np.append(starts[1:], len(rows))

    def exactly(place: int) -> bool:
        return is_dominated(column.values(rows[starts[place] : ends[place]]))

    numerators, denominators = column.read(rows)
    if numerators.dtype == object:
        return np.array([exactly(place) for place in range(len(starts))])
    alike = _alike(numerators, starts) & _alike(denominators, starts)
    rest = np.abs(numerators / denominators)
    largest = np.maximum.reduceat(rest, starts)
    for _largest_and_second in range(2):
        rest[_places_of_largest(rest, starts)] = 0
    beyond = np.add.reduceat(rest, starts) - float(TOO_CLOSE) * largest
    found: Mask = alike | (beyond < 0)
    for place in np.flatnonzero(~alike & (np.abs(beyond) <= UNSURE * largest)):
        found[place] = exactly(int(place))
    return found


def _alike(numbers: NDArray[Any], starts: Rows) -> Mask:
    found: Mask = np.minimum.reduceat(numbers, starts) == np.maximum.reduceat(numbers, starts)
    return found


def _places_of_largest(sizes: NDArray[np.float64], starts: Rows) -> Rows:
    """Where the largest of each run stands, the first where there are several."""
    lengths = np.diff(np.append(starts, len(sizes)))
    runs = np.repeat(np.arange(len(starts)), lengths)
    hits = np.flatnonzero(sizes == np.maximum.reduceat(sizes, starts)[runs])
    of = runs[hits]
    return hits[np.flatnonzero(np.concatenate([[True], of[1:] != of[:-1]]))]
