"""Counting votes: quorum and majority. Pure.

The rule (decision 0022): abstentions count neither for the quorum nor for the majority. Votes for an award with and
without conditions are all votes for the label, so that two opinions about conditions do not refuse a label that most
want to award. The larger side carries; where sides tie, the chair chooses among them or puts the decision off.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Key = TypeVar("Key")


class Choice(StrEnum):
    """What a member may vote, in the order in which it is shown."""

    AWARD = "award"
    CONDITIONS = "conditions"
    DEFER = "defer"
    REFUSE = "refuse"
    ABSTAIN = "abstain"


SIDES: tuple[tuple[Choice, ...], ...] = (
    (Choice.AWARD, Choice.CONDITIONS),
    (Choice.DEFER,),
    (Choice.REFUSE,),
)


@dataclass(frozen=True)
class Tally:
    """How often each choice was voted, and how many votes the decision needs."""

    counts: Mapping[Choice, int]
    quorum: int

    @property
    def cast(self) -> int:
        """Votes that are no abstentions."""
        return sum(number for choice, number in self.counts.items() if choice is not Choice.ABSTAIN)

    @property
    def has_quorum(self) -> bool:
        """Whether enough votes were cast."""
        return self.cast >= self.quorum

    @property
    def carried(self) -> frozenset[Choice]:
        """The outcomes that follow the majority: one, or those among which the chair chooses. Empty: no quorum."""
        if not self.has_quorum:
            return frozenset()
        sides = _largest({side: sum(self.counts.get(one, 0) for one in side) for side in SIDES})
        found = {one for side in sides for one in _largest({one: self.counts.get(one, 0) for one in side})}
        return frozenset(found | {Choice.DEFER} if len(sides) > 1 else found)


def count_votes(choices: Iterable[Choice], quorum: int) -> Tally:
    """The tally of the votes that count, one of each member."""
    found = Counter(choices)
    return Tally({choice: found[choice] for choice in Choice}, quorum)


def _largest(numbers: Mapping[Key, int]) -> list[Key]:
    most = max(numbers.values())
    return [key for key, number in numbers.items() if number == most]
