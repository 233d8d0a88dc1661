"""How many chose each option, told in such a way that nobody knows of all members of a block what they chose."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from labelapp.benchmarks.disclosure.asking import Answers

Option = TypeVar("Option")


@dataclass(frozen=True)
class Tally(Generic[Option]):
    """How often each option was chosen by `n`: as often as `sure` says, or more often by up to `doubt` answers."""

    n: int
    sure: Mapping[Option, int]
    doubt: int

    def between(self, option: Option) -> tuple[int, int]:
        """The fewest and the most that may have chosen an option."""
        known = self.sure.get(option, 0)
        return known, known + self.doubt


def tally(answers: Answers[Option]) -> Tally[Option]:
    """The counts that may be shown of answers of which each is one option.

    Exchanging members of a block changes no count, so only where all of them chose alike a reader would know what each
    of them chose. Therefore one answer is left in doubt in every block in which all, or all but one, chose the same:
    both look the same then, alone and in each sum and difference of blocks. So for each member of each block another
    answer than its own remains possible, whatever is asked. The doubt is said, not hidden: the true count always lies
    between the two that are shown. What the reader knows from elsewhere is counted as it is.
    """
    sure: Counter[Option] = Counter()
    doubt = 0
    for block in answers.unknown:
        counted, in_doubt = _without_certainty(block)
        sure += counted
        doubt += in_doubt
    for known in answers.known:
        sure.update(known)
    return Tally(answers.n, sure, doubt)


def _without_certainty(block: Sequence[Option]) -> tuple[Counter[Option], int]:
    counted = Counter(block)
    ((option, most),) = counted.most_common(1)
    if most < len(block) - 1:
        return counted, 0
    return Counter({option: len(block) - 1}), 1
