"""Asking for a group: a selection by traits becomes the blocks that lie wholly in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np

from labelapp.benchmarks.columns.exact import Column, InOrder, Mask, exact_sum, sum_bounds
from labelapp.benchmarks.columns.table import Numbers, Table
from labelapp.benchmarks.disclosure.dominance import dominated
from labelapp.benchmarks.disclosure.thresholds import MINIMUM_GROUP, cut_digits, disclose
from labelapp.benchmarks.statistics import Distribution, describe


@dataclass(frozen=True)
class Selection:
    """A group: clusters with one of the codes of each kind named; nothing named is all clusters."""

    wanted: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def blocks(self, table: Table) -> Mask:
        """The blocks all of whose members belong to the group."""
        found = np.ones(len(table.keys), dtype=bool)
        for kind, codes in self.wanted.items():
            found &= table.pure(f"{kind}:{code}" for code in codes)
        return found


@dataclass(frozen=True)
class Reader:
    """Who asks: the cluster that is compared, and every cluster whose figures the reader can read anyway."""

    own: int | None = None
    known: frozenset[int] = frozenset()


@dataclass(frozen=True)
class View:
    """A table as it may answer one reader; `answering` are the blocks that may answer at all today.

    A block counts when at least `minimum` of its members are unknown to the reader.
    """

    table: Table
    reader: Reader
    minimum: int
    answering: Mask

    def group(self, selection: Selection) -> "Group":
        """The group of a selection."""
        enough = self.hidden_in_blocks >= self.minimum
        return Group(self, selection.blocks(self.table) & enough & self.answering)

    @cached_property
    def traits(self) -> frozenset[str]:
        """The traits, as `kind:code`, that somebody in a block has."""
        return self.table.traits_in(self.answering)

    @cached_property
    def others(self) -> Mask:
        """The rows of all but the own cluster."""
        if self.reader.own is None:
            return np.ones(len(self.table.clusters), dtype=bool)
        found: Mask = self.table.clusters != self.reader.own
        return found

    @cached_property
    def hidden(self) -> Mask:
        """The rows of clusters that the reader does not know."""
        known = np.fromiter(self.reader.known, dtype=np.int64, count=len(self.reader.known))
        return self.others & ~np.isin(self.table.clusters, known)

    @cached_property
    def hidden_in_blocks(self) -> Numbers:
        """How many of each block the reader does not know."""
        return self.table.counted(self.hidden)


@dataclass(frozen=True)
class Group:
    """The blocks that answer for a selection to one reader."""

    view: View
    blocks: Mask

    @property
    def minimum(self) -> int:
        """The fewest clusters that hide each other."""
        return self.view.minimum

    @cached_property
    def rows(self) -> Mask:
        """The rows of all clusters of the group but the own."""
        return self.view.table.spread(self.blocks) & self.view.others

    @cached_property
    def n(self) -> int:
        """How many clusters."""
        return int(np.count_nonzero(self.rows))

    @property
    def is_shown(self) -> bool:
        """Whether anything is said of the group."""
        return int(self.view.hidden_in_blocks[self.blocks].sum()) >= self.minimum

    @property
    def span(self) -> tuple[int, int] | None:
        """The moments (microseconds since 1970) of its first and its last submission, None without any."""
        moments = self.view.table.moments[self.rows]
        return (int(moments.min()), int(moments.max())) if len(moments) else None

    def answers(self, name: str) -> "Answers":
        """What the group answered to one topic, its column; a block in which too few answered is left out whole."""
        table = self.view.table
        given = table.column(name).given
        hidden = table.counted(given & self.view.hidden)
        blocks = self.blocks & (hidden >= self.minimum)
        rows = table.spread(blocks) & given & self.view.others
        return Answers(self.view, name, blocks, rows, int(hidden[blocks].sum()))


@dataclass(frozen=True)
class Answers:
    """The `blocks` of which enough answered the topic of a column, and the `rows` that did.

    `hidden` is how many of them protect each other from this reader; only these count for a minimum.
    """

    view: View
    name: str
    blocks: Mask
    rows: Mask
    hidden: int

    @cached_property
    def n(self) -> int:
        """How many values."""
        return int(np.count_nonzero(self.rows))

    @cached_property
    def ordered(self) -> InOrder:
        """The values in order."""
        return InOrder(self._column, self.rows)

    def ordered_by(self, name: str) -> InOrder:
        """The values in another column of those who answered, in an order of their own."""
        return InOrder(self.view.table.column(name), self.rows)

    def distribution(self) -> Distribution:
        """The figures that may be shown."""
        return disclose(describe(self.ordered), self.view.minimum, hidden=self.hidden)

    def total(self) -> "Total":
        """The mean over the blocks in which nobody dominates."""
        rows = self.rows & self.view.table.spread(self.summed)
        n = int(np.count_nonzero(rows))
        return Total(n, _mean(self._column, rows, n) if n else None)

    @property
    def summed(self) -> Mask:
        """The blocks that go into a sum: nobody dominates what the reader does not know of them."""
        table = self.view.table
        found = table.remembered(f"dominated {self.name}", lambda: self._dominated(self._column.given))
        touched = self.blocks & (self.view.hidden_in_blocks < table.sizes)
        if touched.any():
            hidden = table.spread(touched) & self._column.given & self.view.hidden
            found = np.where(touched, self._dominated(hidden), found)
        return self.blocks & ~found

    def mean_of(self, name: str) -> Fraction | None:
        """The mean of another column over all who answered, 0 for those who left it out; None when all did."""
        column = self.view.table.column(name)
        rows = self.rows & column.given
        return _mean(column, rows, self.n) if rows.any() else None

    def has(self, name: str) -> Mask:
        """Which rows have a value in another column."""
        return self.view.table.column(name).given

    @property
    def _column(self) -> Column:
        return self.view.table.column(self.name)

    def _dominated(self, rows: Mask) -> Mask:
        """Which blocks are dominated by one of these rows; those without a row are not."""
        counts = self.view.table.counted(rows)
        some = counts > 0
        starts = np.cumsum(counts[some]) - counts[some]
        found = np.zeros(len(counts), dtype=bool)
        found[some] = dominated(self._column, np.flatnonzero(rows), starts)
        return found


def _mean(column: Column, rows: Mask, n: int) -> Fraction:
    """The sum of these rows by `n`, cut as if it had been computed without any rounding."""
    values = column.read(rows)
    low, high = (cut_digits(bound / n) for bound in sum_bounds(*values))
    return low if low == high else cut_digits(exact_sum(*values) / n)


@dataclass(frozen=True)
class Total:
    """A mean over `n` clusters, cut to the digits that are shown; None when each block is dominated by one."""

    n: int
    mean: Fraction | None


def ask_for(table: Table, selection: Selection, reader: Reader, minimum: int = MINIMUM_GROUP) -> Group:
    """The group of a selection among all blocks of a table."""
    return View(table, reader, minimum, np.ones(len(table.keys), dtype=bool)).group(selection)
