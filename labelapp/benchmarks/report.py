"""The comparison of one cluster organisation with a group, from records to the figures that may be shown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from labelapp.benchmarks.disclosure.thresholds import disclose, may_show
from labelapp.benchmarks.statistics import Distribution, describe, mean_shares, quantile, shares
from labelapp.benchmarks.values import Contribution, Topic


@dataclass(frozen=True)
class Position:
    """One value beside its group; `own` None when the cluster did not answer."""

    topic: Topic
    own: Fraction | None
    group: Distribution

    @property
    def says_something(self) -> bool:
        """Whether there is a figure of the cluster or of the group."""
        return self.own is not None or self.group.median is not None

    @property
    def is_outside(self) -> bool:
        """Whether the own value lies outside the middle half of the group, as far as that is disclosed."""
        own, low, high = self.own, self.group.q1, self.group.q3
        return own is not None and low is not None and high is not None and not low <= own <= high


@dataclass(frozen=True)
class Part:
    """One part of a composition (shares 0 to 1) or of a profile (its own value). `group` None: withheld."""

    code: str
    label: str
    own: Fraction | None
    group: Fraction | None


@dataclass(frozen=True)
class Breakdown:
    """Several parts beside those of the group, of which `n` answered."""

    topic: Topic
    parts: tuple[Part, ...]
    n: int

    @property
    def says_something(self) -> bool:
        """Whether there is a figure of the cluster or of the group."""
        return self.has_own or self.has_group

    @property
    def has_own(self) -> bool:
        """Whether the cluster answered."""
        return any(part.own is not None for part in self.parts)

    @property
    def has_group(self) -> bool:
        """Whether any figure of the group is disclosed."""
        return any(part.group is not None for part in self.parts)


def report(
    topic: Topic, own: Contribution, group: Sequence[Contribution], minimum: int
) -> Position | Breakdown:
    """One topic of the comparison. `minimum` is the smallest group of which figures are shown."""
    if topic.kind == "value":
        return position(topic, own, group, minimum)
    return (composition if topic.kind == "composition" else profile)(topic, own, group, minimum)


def position(topic: Topic, own: Contribution, group: Sequence[Contribution], minimum: int) -> Position:
    """The own value beside the disclosed distribution of the group, which does not hold the own cluster."""
    values = [other.single[topic.code] for other in group if topic.code in other.single]
    return Position(topic, own.single.get(topic.code), disclose(describe(values), minimum))


def composition(topic: Topic, own: Contribution, group: Sequence[Contribution], minimum: int) -> Breakdown:
    """Own shares beside the mean shares of the group."""
    mine = shares(own.parts.get(topic.code, {}))
    others = [found for found in (shares(other.parts.get(topic.code, {})) for other in group) if found]
    mean = mean_shares(others) if may_show(len(others), minimum) else {}
    return _breakdown(topic, mine, mean, len(others))


def profile(topic: Topic, own: Contribution, group: Sequence[Contribution], minimum: int) -> Breakdown:
    """Own values by part beside the medians of the group. A part that few answered is withheld by itself."""
    answered = [other.parts[topic.code] for other in group if topic.code in other.parts]
    medians: dict[str, Fraction] = {}
    for code, _label in topic.parts:
        values = [given[code] for given in answered if code in given]
        if may_show(len(values), minimum):
            medians[code] = quantile(values, Fraction(1, 2))
    return _breakdown(topic, dict(own.parts.get(topic.code, {})), medians, len(answered))


def _breakdown(topic: Topic, own: dict[str, Fraction], group: dict[str, Fraction], n: int) -> Breakdown:
    parts = tuple(
        Part(code, label, own.get(code, Fraction(0)) if own else None, group.get(code))
        for code, label in topic.parts
    )
    return Breakdown(topic, parts, n)
