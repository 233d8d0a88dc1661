"""Agreement statistics. Pure: knows neither database nor web.

Floating point is right here: these are estimates with an uncertainty, not points that decide about a label.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

_CONFIDENCE = 0.95

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A figure from `n` observations with the bounds of its 95 % confidence interval, where it has one."""

    value: float
    low: float | None
    high: float | None
    n: int


def weighted_kappa(first: Sequence[float], second: Sequence[float]) -> Estimate | None:
    """Cohen's kappa of two raters over points, a disagreement weighing as the square of its distance.

    1 is full agreement, 0 what chance alone gives. None when one of them gives the same throughout: kappa would
    be 0 whatever the other says. Raises ValueError for sequences of unequal length.
    """
    if len(first) != len(second):
        raise ValueError("each rating needs its counterpart")
    if min(len(set(first)), len(set(second))) < 2:
        return None
    values = sorted({*first, *second})
    place = {value: number for number, value in enumerate(values)}
    counts = np.zeros((len(values), len(values)))
    for one, other in zip(first, second, strict=True):
        counts[place[one], place[other]] += 1
    points = np.array(values, dtype=np.float64)
    return kappa_of_table(counts, np.subtract.outer(points, points) ** 2)


def kappa_of_table(counts: Matrix, disagreement: Matrix) -> Estimate | None:
    """Weighted kappa of a square table of counts (rows: first rater) with a weight for each disagreement.

    Kappa by Cohen (Psychological Bulletin 70, 1968), its large-sample error by Fleiss, Cohen and Everitt
    (Psychological Bulletin 72, 1969). None when chance alone leaves nothing to disagree about.
    """
    n = int(counts.sum())
    if n == 0 or disagreement.max() <= 0:
        return None
    shares = counts / n
    agreement = 1 - disagreement / disagreement.max()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed = float((agreement * shares).sum())
    expected = float(rows @ agreement @ columns)
    if math.isclose(expected, 1):
        return None
    mean_weights = np.add.outer(agreement @ columns, rows @ agreement)
    spread = (agreement * (1 - expected) - mean_weights * (1 - observed)) ** 2
    variance = float((shares * spread).sum()) - (observed * expected - 2 * expected + observed) ** 2
    error = math.sqrt(max(variance, 0) / n) / (1 - expected) ** 2
    value = (observed - expected) / (1 - expected)
    reach = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2) * error
    return Estimate(value, max(value - reach, -1), min(value + reach, 1), n)


def mean(observations: Sequence[float]) -> Estimate | None:
    """The mean of independent observations, with Student's interval from two on; None without any."""
    n = len(observations)
    if n == 0:
        return None
    sample = np.array(observations, dtype=np.float64)
    value = float(sample.mean())
    if n == 1:
        return Estimate(value, None, None, n)
    reach = float(stdtrit(n - 1, (1 + _CONFIDENCE) / 2)) * float(sample.std(ddof=1)) / math.sqrt(n)
    return Estimate(value, value - reach, value + reach, n)
