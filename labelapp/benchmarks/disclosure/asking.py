"""Asking for a group: a selection by traits becomes the blocks that lie wholly in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeVar

from labelapp.benchmarks.disclosure.blocks import Trait
from labelapp.benchmarks.disclosure.dominance import is_dominated
from labelapp.benchmarks.disclosure.thresholds import MINIMUM_GROUP, disclose
from labelapp.benchmarks.statistics import Distribution, describe

Held = TypeVar("Held")
Value = TypeVar("Value")
Read = TypeVar("Read")


@dataclass(frozen=True)
class Member(Generic[Held]):
    """A cluster in a block, with the traits that it had when the block was formed, and what it `holds`."""

    cluster_id: int
    traits: frozenset[Trait]
    holds: Held


Block = Sequence[Member[Held]]


@dataclass(frozen=True)
class Selection:
    """A group: clusters with one of the codes of each kind named; nothing named is all clusters."""

    wanted: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def holds(self, traits: frozenset[Trait]) -> bool:
        """Whether a cluster with these traits belongs to the group."""
        return not any(alternatives.isdisjoint(traits) for alternatives in self._alternatives)

    @cached_property
    def _alternatives(self) -> tuple[frozenset[Trait], ...]:
        return tuple(frozenset(Trait(kind, code) for code in codes) for kind, codes in self.wanted.items())


@dataclass(frozen=True)
class Reader:
    """Who asks: the cluster that is compared, and every cluster whose figures the reader can read anyway."""

    own: int | None = None
    known: frozenset[int] = frozenset()

    def knows(self, cluster_id: int) -> bool:
        """Whether the reader has these figures from elsewhere."""
        return cluster_id == self.own or cluster_id in self.known


@dataclass(frozen=True)
class Answers(Generic[Value]):
    """What a group answered to one topic, block by block: `unknown` to the reader, and `known` but not the own."""

    unknown: tuple[tuple[Value, ...], ...]
    known: tuple[tuple[Value, ...], ...]

    @property
    def values(self) -> list[Value]:
        """All values, which are what figures are made of."""
        return [value for part in (*self.unknown, *self.known) for value in part]

    @property
    def n(self) -> int:
        """How many values."""
        return sum(map(len, self.unknown)) + sum(map(len, self.known))

    @property
    def hidden(self) -> int:
        """How many of them protect each other from this reader; only these count for a minimum."""
        return sum(map(len, self.unknown))

    def read(self, read: Callable[[Value], Read]) -> "Answers[Read]":
        """The same answers, each read in another way."""
        return Answers(
            tuple(tuple(map(read, part)) for part in self.unknown),
            tuple(tuple(map(read, part)) for part in self.known),
        )


@dataclass(frozen=True)
class Group(Generic[Held]):
    """The blocks that answer for a selection to one reader."""

    blocks: tuple[Block[Held], ...]
    reader: Reader
    minimum: int = MINIMUM_GROUP

    @property
    def members(self) -> list[Member[Held]]:
        """All clusters of the group but the own."""
        return [one for block in self.blocks for one in block if one.cluster_id != self.reader.own]

    @property
    def n(self) -> int:
        """How many clusters."""
        return len(self.members)

    @property
    def is_shown(self) -> bool:
        """Whether anything is said of the group."""
        return sum(not self.reader.knows(one.cluster_id) for one in self.members) >= self.minimum

    def answers(self, ask: Callable[[Held], Value | None]) -> Answers[Value]:
        """The values of one topic, `ask`ed of each member; a block in which too few answered is left out whole."""
        unknown: list[tuple[Value, ...]] = []
        known: list[tuple[Value, ...]] = []
        for block in self.blocks:
            given = [(self.reader.knows(one.cluster_id), one.cluster_id, ask(one.holds)) for one in block]
            hidden = tuple(value for is_known, _id, value in given if not is_known and value is not None)
            if len(hidden) < self.minimum:
                continue
            unknown.append(hidden)
            others = (row for row in given if row[0] and row[1] != self.reader.own)
            known.append(tuple(value for _known, _id, value in others if value is not None))
        return Answers(tuple(unknown), tuple(known))

    def distribution(self, ask: Callable[[Held], Fraction | None]) -> Distribution:
        """The figures of one topic that may be shown."""
        found = self.answers(ask)
        return disclose(describe(found.values), self.minimum, hidden=found.hidden)

    def total(self, ask: Callable[[Held], Fraction | None]) -> "Total":
        """The sum of one topic over the blocks in which nobody dominates."""
        found = self.answers(ask)
        kept = [
            (hidden, known)
            for hidden, known in zip(found.unknown, found.known, strict=True)
            if not is_dominated(hidden)
        ]
        values = [value for parts in kept for part in parts for value in part]
        return Total(len(values), sum(values, Fraction(0)) if values else None)


@dataclass(frozen=True)
class Total:
    """A sum over `n` clusters; None when each block is dominated by one."""

    n: int
    amount: Fraction | None

    @property
    def mean(self) -> Fraction | None:
        """The mean of the same."""
        return None if self.amount is None else self.amount / self.n


def ask_for(
    blocks: Iterable[Block[Held]], selection: Selection, reader: Reader, minimum: int = MINIMUM_GROUP
) -> Group[Held]:
    """The group of a selection as it may answer this reader.

    A block counts when all its members are in the selection and at least `minimum` of them are unknown to the reader.
    """
    counted = (
        block
        for block in blocks
        if all(selection.holds(one.traits) for one in block)
        and sum(not reader.knows(one.cluster_id) for one in block) >= minimum
    )
    return Group(tuple(counted), reader, minimum)
