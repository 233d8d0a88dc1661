"""The comparison of one cluster organisation with a group, from blocks to the figures that may be shown. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Protocol, TypeVar

from labelapp.benchmarks.disclosure.asking import Answers, Group, Total
from labelapp.benchmarks.disclosure.doubt import tally
from labelapp.benchmarks.disclosure.reasons import Reason
from labelapp.benchmarks.disclosure.thresholds import QUARTILES_FROM, cut_digits, why_withheld
from labelapp.benchmarks.statistics import (
    Distribution,
    Standing,
    Trend,
    mean_shares,
    middle_level,
    quantile,
    shares,
    standing,
    trend,
)
from labelapp.benchmarks.values import Contribution, Topic

HALF = Fraction(1, 2)


class Held(Protocol):
    """What a comparison needs of a member of a group: its submission, and the one of the cycle before."""

    @property
    def contribution(self) -> Contribution: ...

    @property
    def earlier(self) -> Contribution | None: ...


H = TypeVar("H", bound=Held)


@dataclass(frozen=True)
class Position:
    """One value beside its group; `own` None when the cluster did not answer, `own_before` is that of its last cycle.

    `mean` is of the blocks in which nobody dominates, `trend` of the clusters that answered in the cycle before too.
    `withheld` says why a figure is missing, by its name.
    """

    topic: Topic
    own: Fraction | None
    own_before: Fraction | None
    group: Distribution
    mean: Total
    standing: Standing | None
    trend: Trend
    withheld: Mapping[str, Reason]

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


@dataclass(frozen=True)
class Option:
    """One option, item or level: whether the cluster chose it, and its share in the group in whole percent.

    The share lies between the two numbers, which are the same where there is no doubt; None where it is withheld.
    """

    code: str
    label: str
    own: bool
    share: tuple[int, int] | None


@dataclass(frozen=True)
class Choices:
    """What is chosen, beside the `n` clusters of the group that answered; `median` is the code of the middle level."""

    topic: Topic
    options: tuple[Option, ...]
    has_own: bool
    n: int
    median: str | None = None
    withheld: Reason | None = None

    @property
    def says_something(self) -> bool:
        """Whether the cluster or the group answered."""
        return self.has_own or self.withheld is None


Found = Position | Breakdown | Choices


def report(topic: Topic, own: Contribution, group: Group[H], earlier: Contribution | None = None) -> Found:
    """One topic of the comparison; `earlier` is what the cluster itself submitted one cycle before."""
    if topic.kind == "value":
        return position(topic, own, group, earlier)
    if topic.kind in ("composition", "profile"):
        return (composition if topic.kind == "composition" else profile)(topic, own, group)
    return choices(topic, own, group)


def position(
    topic: Topic, own: Contribution, group: Group[H], earlier: Contribution | None = None
) -> Position:
    """The own value beside what may be shown of the group."""
    ask = _asking(topic.code)
    answers = group.answers(ask)
    mine = own.single.get(topic.code)
    has_standing = mine is not None and answers.hidden >= max(QUARTILES_FROM, group.minimum)
    mean = group.total(ask)
    withheld = why_withheld(answers.hidden, group.minimum)
    if not group.is_shown:
        withheld = dict.fromkeys(withheld, Reason.SMALL_GROUP)
    if mean.amount is None:
        withheld["mean"] = Reason.DOMINANCE if answers.hidden else next(iter(withheld.values()))
    if not has_standing:
        withheld["standing"] = Reason.NO_ANSWER if mine is None else withheld["q1"]
    return Position(
        topic=topic,
        own=mine,
        own_before=None if earlier is None else earlier.single.get(topic.code),
        group=group.distribution(ask),
        mean=mean,
        standing=standing(answers.values, mine) if has_standing and mine is not None else None,
        trend=_trend(topic.code, group),
        withheld=withheld,
    )


def _asking(code: str) -> Callable[[Held], Fraction | None]:
    return lambda held: held.contribution.single.get(code)


def _trend(code: str, group: Group[H]) -> Trend:
    """The trend of those who answered in both cycles; they too are asked block by block."""

    def both(held: Held) -> tuple[Fraction, Fraction] | None:
        now = held.contribution.single.get(code)
        before = None if held.earlier is None else held.earlier.single.get(code)
        return None if now is None or before is None else (before, now)

    found = trend(group.answers(both).values)
    if found.before is None or found.now is None or found.change is None:
        return found
    return Trend(found.n, cut_digits(found.before), cut_digits(found.now), cut_digits(found.change))


def composition(topic: Topic, own: Contribution, group: Group[H]) -> Breakdown:
    """Own shares beside the mean shares of the group."""
    mine = shares(own.parts.get(topic.code, {}))
    others = group.answers(lambda held: shares(held.contribution.parts.get(topic.code, {})) or None)
    return _breakdown(topic, mine, mean_shares(others.values), others.n)


def profile(topic: Topic, own: Contribution, group: Group[H]) -> Breakdown:
    """Own values by part beside the medians of the group. A part that few answered is withheld by itself."""
    medians: dict[str, Fraction] = {}
    for code, _label in topic.parts:
        values = group.answers(_asking_part(topic.code, code)).values
        if values:
            medians[code] = cut_digits(quantile(values, HALF))
    n = group.answers(lambda held: held.contribution.parts.get(topic.code)).n
    return _breakdown(topic, dict(own.parts.get(topic.code, {})), medians, n)


def _asking_part(topic: str, part: str) -> Callable[[Held], Fraction | None]:
    return lambda held: held.contribution.parts.get(topic, {}).get(part)


def _breakdown(topic: Topic, own: dict[str, Fraction], group: dict[str, Fraction], n: int) -> Breakdown:
    parts = tuple(
        Part(code, label, own.get(code, Fraction(0)) if own else None, group.get(code))
        for code, label in topic.parts
    )
    return Breakdown(topic, parts, n)


def choices(topic: Topic, own: Contribution, group: Group[H]) -> Choices:
    """The own choice beside how many of the group chose each option; the items of a checklist are asked one by one."""
    mine = own.chosen.get(topic.code)
    found = group.answers(lambda held: held.contribution.chosen.get(topic.code))
    counts, middle = (_items if topic.kind == "checklist" else _options)(topic, found)
    options = (
        Option(
            code,
            label,
            mine is not None and code in mine,
            _percents(*counts[code], found.n) if found.n else None,
        )
        for code, label in topic.parts
    )
    withheld = None if found.n else Reason.FEW_ANSWERS if group.is_shown else Reason.SMALL_GROUP
    return Choices(topic, tuple(options), mine is not None, found.n, middle, withheld)


Counts = dict[str, tuple[int, int]]


def _items(topic: Topic, found: Answers[tuple[str, ...]]) -> tuple[Counts, None]:
    """Each item is a question of its own, with yes or no for an answer."""
    told = {code: tally(found.read(partial(_has, code))) for code, _label in topic.parts}
    return {code: one.between(True) for code, one in told.items()}, None


def _has(code: str, chosen: tuple[str, ...]) -> bool:
    return code in chosen


def _options(topic: Topic, found: Answers[tuple[str, ...]]) -> tuple[Counts, str | None]:
    """One answer each; levels have a middle one, of the answers that are not in doubt."""
    told = tally(found.read(lambda chosen: chosen[0]))
    codes = [code for code, _label in topic.parts]
    middle = middle_level(told.sure, codes) if topic.kind == "rubric" else None
    return {code: told.between(code) for code in codes}, middle


def _percents(low: int, high: int, n: int) -> tuple[int, int]:
    """Two counts in whole percent: cut, and where they differ widened, so that the truth lies between."""
    least = 100 * low // n
    return (least, least) if low == high else (least, -(-100 * high // n))
