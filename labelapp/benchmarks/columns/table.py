"""The members of many blocks as columns, those of one block next to each other."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from labelapp.benchmarks.columns.exact import Column, Mask

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Row:
    """A cluster in a block: its traits as `kind:code`, when it submitted, and its values by column."""

    cluster_id: int
    traits: Collection[str]
    values: Mapping[str, Fraction]
    submitted_at: datetime = EPOCH


@dataclass(frozen=True)
class Table:
    """Blocks by their keys with the `sizes` of each; rows, block by block, with clusters, moments, traits and columns.

    `moments` are microseconds since 1970 (UTC), `traits` masks by `kind:code`. Immutable: what is derived is kept.
    """

    keys: Numbers
    sizes: Numbers
    clusters: Numbers
    moments: Numbers
    traits: Mapping[str, Mask]
    columns: Mapping[str, Column]
    _memory: dict[str, Mask] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, blocks: Iterable[tuple[int, Sequence[Row]]]) -> "Table":
        """The table of blocks by key; none of them is empty."""
        kept = list(blocks)
        rows = list(chain.from_iterable(block for _key, block in kept))
        traits = sorted({trait for row in rows for trait in row.traits})
        names = sorted({name for row in rows for name in row.values})
        return cls(
            keys=np.array([key for key, _block in kept], dtype=np.int64),
            sizes=np.array([len(block) for _key, block in kept], dtype=np.int64),
            clusters=np.array([row.cluster_id for row in rows], dtype=np.int64),
            moments=np.array([microseconds(row.submitted_at) for row in rows], dtype=np.int64),
            traits={trait: np.array([trait in row.traits for row in rows]) for trait in traits},
            columns={name: Column.of([row.values.get(name) for row in rows]) for name in names},
        )

    @cached_property
    def starts(self) -> Numbers:
        """The first row of each block."""
        found: Numbers = np.cumsum(self.sizes) - self.sizes
        return found

    @cached_property
    def oldest(self) -> Numbers:
        """The moment of the oldest submission of each block."""
        found: Numbers = np.minimum.reduceat(self.moments, self.starts)
        return found

    def column(self, name: str) -> Column:
        """A column, without any value when nobody has one."""
        return self.columns.get(name) or Column.empty(len(self.clusters))

    def having(self, trait: str) -> Mask:
        """The rows with a trait."""
        found = self.traits.get(trait)
        return np.zeros(len(self.clusters), dtype=bool) if found is None else found

    def counted(self, rows: Mask) -> Numbers:
        """How many of these rows each block has."""
        found: Numbers = np.add.reduceat(rows.view(np.int8), self.starts, dtype=np.int64)
        return found

    def spread(self, blocks: Mask) -> Mask:
        """The rows of blocks."""
        return np.repeat(blocks, self.sizes)

    def pure(self, alternatives: Iterable[str]) -> Mask:
        """The blocks of which each member has one of these traits."""
        some = [self.traits[trait] for trait in alternatives if trait in self.traits]
        return self.whole(np.logical_or.reduce(some)) if some else np.zeros(len(self.keys), dtype=bool)

    def whole(self, rows: Mask) -> Mask:
        """The blocks all of whose rows are among these."""
        found: Mask = np.logical_and.reduceat(rows, self.starts)
        return found

    def remembered(self, what: str, find: Callable[[], Mask]) -> Mask:
        """What was found out about the blocks of this table, once."""
        if what not in self._memory:
            self._memory[what] = find()
        return self._memory[what]

    def traits_in(self, blocks: Mask) -> frozenset[str]:
        """The traits that somebody in these blocks has."""
        rows = self.spread(blocks)
        return frozenset(trait for trait, has in self.traits.items() if (has & rows).any())

    def joined(self, *others: "Table") -> "Table":
        """This table with the blocks of others below its own."""
        every = [one for one in (self, *others) if len(one.keys)]
        if len(every) < 2:
            return every[0] if every else self
        traits = dict.fromkeys(trait for one in every for trait in one.traits)
        names = dict.fromkeys(name for one in every for name in one.columns)
        return Table(
            keys=np.concatenate([one.keys for one in every]),
            sizes=np.concatenate([one.sizes for one in every]),
            clusters=np.concatenate([one.clusters for one in every]),
            moments=np.concatenate([one.moments for one in every]),
            traits={trait: np.concatenate([one.having(trait) for one in every]) for trait in traits},
            columns={
                name: every[0].column(name).joined(*(one.column(name) for one in every[1:])) for name in names
            },
        )

    def taken(self, blocks: Mask) -> "Table":
        """The table of some of the blocks; itself when it is all of them."""
        if blocks.all():
            return self
        rows = self.spread(blocks)
        return Table(
            keys=self.keys[blocks],
            sizes=self.sizes[blocks],
            clusters=self.clusters[rows],
            moments=self.moments[rows],
            traits={trait: left for trait, has in self.traits.items() if (left := has[rows]).any()},
            columns={
                name: kept
                for name, column in self.columns.items()
                if (kept := column.taken(rows)).given.any()
            },
        )


EMPTY = Table.of([])


def microseconds(moment: datetime) -> int:
    """A moment as whole microseconds since 1970."""
    return (moment - EPOCH) // _MICROSECOND


def day_of(moment: int) -> date:
    """The day (UTC) of a moment in microseconds since 1970."""
    return (EPOCH + moment * _MICROSECOND).date()
