"""Figures of a group made as they are defined: member by member, in fractions. The program's columns must agree."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar

from labelapp.benchmarks.disclosure.asking import Reader, Selection
from labelapp.benchmarks.disclosure.blocks import Trait
from labelapp.benchmarks.disclosure.dominance import is_dominated
from labelapp.benchmarks.disclosure.thresholds import QUARTILES_FROM, cut_digits, disclose
from labelapp.benchmarks.statistics import Distribution, Standing, Trend, describe, quantile, shares, standing
from labelapp.benchmarks.values import Contribution, Topic

HALF = Fraction(1, 2)
Value = TypeVar("Value")


@dataclass(frozen=True)
class Member:
    """A cluster in a block with its traits, what it submitted, and what it submitted one cycle before."""

    cluster_id: int
    traits: frozenset[Trait]
    given: Contribution
    earlier: Contribution | None = None


def belonging(traits: Mapping[int, frozenset[Trait]], selection: Selection) -> list[int]:
    """The clusters that belong to a selection by their traits."""
    wanted = [{Trait(kind, code) for code in codes} for kind, codes in selection.wanted.items()]
    return [one for one, has in traits.items() if not any(codes.isdisjoint(has) for codes in wanted)]


@dataclass(frozen=True)
class Answers(Generic[Value]):
    """What a group answered to one topic, block by block: `hidden` from the reader, and `known` but not the own."""

    hidden: list[list[Value]]
    known: list[list[Value]]

    @property
    def values(self) -> list[Value]:
        return [value for part in (*self.hidden, *self.known) for value in part]

    @property
    def protecting(self) -> int:
        return sum(map(len, self.hidden))


class Reference:
    """The group of a selection as it may answer a reader."""

    def __init__(
        self, blocks: Iterable[Sequence[Member]], selection: Selection, reader: Reader, minimum: int
    ) -> None:
        self.reader, self.minimum = reader, minimum
        self.blocks = [
            block
            for block in blocks
            if len(belonging({one.cluster_id: one.traits for one in block}, selection)) == len(block)
            and sum(not self.knows(one) for one in block) >= minimum
        ]

    def knows(self, one: Member) -> bool:
        return one.cluster_id == self.reader.own or one.cluster_id in self.reader.known

    @property
    def n(self) -> int:
        return sum(one.cluster_id != self.reader.own for block in self.blocks for one in block)

    def answers(self, ask: Callable[[Member], Value | None]) -> Answers[Value]:
        found = Answers[Value]([], [])
        for block in self.blocks:
            given = [(one, value) for one in block if (value := ask(one)) is not None]
            hidden = [value for one, value in given if not self.knows(one)]
            if len(hidden) >= self.minimum:
                found.hidden.append(hidden)
                found.known.append(
                    [value for one, value in given if self.knows(one) and one.cluster_id != self.reader.own]
                )
        return found

    def distribution(self, code: str) -> Distribution:
        found = self.answers(lambda one: one.given.single.get(code))
        return disclose(describe(sorted(found.values)), self.minimum, hidden=found.protecting)

    def mean(self, code: str) -> tuple[int, Fraction | None]:
        found = self.answers(lambda one: one.given.single.get(code))
        parts = zip(found.hidden, found.known, strict=True)
        values = [value for part in parts if not is_dominated(part[0]) for value in (*part[0], *part[1])]
        return len(values), cut_digits(sum(values, Fraction(0)) / len(values)) if values else None

    def standing(self, code: str, own: Fraction) -> Standing | None:
        found = self.answers(lambda one: one.given.single.get(code))
        is_shown = found.protecting >= max(QUARTILES_FROM, self.minimum)
        return standing(sorted(found.values), own) if is_shown else None

    def trend(self, code: str) -> Trend:
        def both(one: Member) -> tuple[Fraction, Fraction] | None:
            now = one.given.single.get(code)
            before = None if one.earlier is None else one.earlier.single.get(code)
            return None if now is None or before is None else (before, now)

        pairs = self.answers(both).values
        columns = [a for a, _b in pairs], [b for _a, b in pairs], [b - a for a, b in pairs]
        return Trend(len(pairs), *(cut_digits(quantile(column, HALF)) for column in columns if column))

    def composition(self, topic: Topic) -> tuple[int, list[Fraction | None]]:
        found = self.answers(lambda one: shares(one.given.parts.get(topic.code, {})) or None).values
        return len(found), [_mean_share(found, code) for code, _label in topic.parts]

    def profile(self, topic: Topic) -> tuple[int, list[Fraction | None]]:
        def asking(code: str) -> Callable[[Member], Fraction | None]:
            return lambda one: one.given.parts.get(topic.code, {}).get(code)

        every = [self.answers(asking(code)).values for code, _label in topic.parts]
        medians = [cut_digits(quantile(values, HALF)) if values else None for values in every]
        return len(self.answers(lambda one: one.given.parts.get(topic.code)).values), medians

    def choices(self, topic: Topic) -> tuple[int, list[tuple[int, int]]]:
        """How many answered, and the fewest and most that may have chosen each option."""
        found = self.answers(lambda one: one.given.chosen.get(topic.code))
        codes = [code for code, _label in topic.parts]
        if topic.kind == "checklist":
            return len(found.values), [
                _between(found, lambda chosen, code=code: code in chosen)[True] for code in codes
            ]
        told = _between(found, lambda chosen: chosen[0])
        return len(found.values), [told[code] for code in codes]


def _between(
    answers: Answers[tuple[str, ...]], read: Callable[[tuple[str, ...]], Any]
) -> dict[Any, tuple[int, int]]:
    """One answer is in doubt in each block in which all, or all but one, chose the same."""
    sure: Counter[Any] = Counter(read(one) for block in answers.known for one in block)
    doubt = 0
    for block in answers.hidden:
        counted = Counter(map(read, block))
        option, most = counted.most_common(1)[0]
        if most >= len(block) - 1:
            counted = Counter({option: len(block) - 1})
            doubt += 1
        sure.update(counted)
    return defaultdict(lambda: (0, doubt), {option: (count, count + doubt) for option, count in sure.items()})


def _mean_share(compositions: list[Mapping[str, Fraction]], code: str) -> Fraction | None:
    if not any(code in one for one in compositions):
        return None
    return cut_digits(
        sum((one.get(code, Fraction(0)) for one in compositions), Fraction(0)) / len(compositions)
    )
