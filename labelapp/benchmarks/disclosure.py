"""What may be shown of a group, so that no figure tells about one cluster organisation that did not agree.

Thresholds of the label (domain rules): no figure below the scheme's minimum group; a median from there on;
quartiles from 10; tenth and ninetieth percentile from 20; smallest and largest value never.
"""

from collections.abc import Iterable

from labelapp.benchmarks.statistics import Distribution

MINIMUM_GROUP = 5
QUARTILES_FROM = 10
PERCENTILES_FROM = 20


def disclose(distribution: Distribution, minimum_group: int = MINIMUM_GROUP) -> Distribution:
    """The part of a distribution that may leave the system. A scheme may ask for more than 5, never for less."""
    n = distribution.n
    if not may_show(n, minimum_group):
        return Distribution(n)
    quartiles = n >= max(QUARTILES_FROM, minimum_group)
    percentiles = n >= max(PERCENTILES_FROM, minimum_group)
    return Distribution(
        n=n,
        median=distribution.median,
        q1=distribution.q1 if quartiles else None,
        q3=distribution.q3 if quartiles else None,
        p10=distribution.p10 if percentiles else None,
        p90=distribution.p90 if percentiles else None,
    )


def may_show(n: int, minimum_group: int = MINIMUM_GROUP) -> bool:
    """Whether a group of this size may be spoken of at all."""
    return n >= max(MINIMUM_GROUP, minimum_group)


def smallest_group(asked: Iterable[int]) -> int:
    """The smallest group that keeps the promise of every scheme whose submissions are pooled, and the label's."""
    return max((MINIMUM_GROUP, *asked))
