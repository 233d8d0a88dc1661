"""How many chose each option, told in such a way that nobody knows of all members of a block what they chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from labelapp.benchmarks.columns.exact import Mask
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


def tally(answers: Answers, options: Mapping[Option, Mask]) -> Tally[Option]:
    """The counts that may be shown of answers of which each is one of the `options`: the rows of each are in its mask.

    Exchanging members of a block changes no count, so only where all of them chose alike a reader would know what each
    of them chose. Therefore one answer is left in doubt in every block in which all, or all but one, chose the same:
    both look the same then, alone and in each sum and difference of blocks. So for each member of each block another
    answer than its own remains possible, whatever is asked. The doubt is said, not hidden: the true count always lies
    between the two that are shown. What the reader knows from elsewhere is counted as it is.
    """
    if not answers.n:
        return Tally(0, {}, 0)
    table = answers.view.table
    hidden = answers.rows & answers.view.hidden
    known = answers.rows & ~answers.view.hidden
    sizes = table.counted(hidden)[answers.blocks]
    counts = np.array([table.counted(hidden & chose)[answers.blocks] for chose in options.values()])
    most = counts.argmax(axis=0)
    in_doubt = counts.max(axis=0) >= sizes - 1
    alike = np.arange(len(counts))[:, None] == most
    sure = np.where(in_doubt, np.where(alike, sizes - 1, 0), counts).sum(axis=1)
    sure += [np.count_nonzero(known & chose) for chose in options.values()]
    return Tally(answers.n, dict(zip(options, sure.tolist(), strict=True)), int(np.count_nonzero(in_doubt)))
