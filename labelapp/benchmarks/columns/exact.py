"""A column of exact numbers, some of which are missing, and the order in which they stand."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[Any]  # of any width, or Python's own (dtype object) where one does not fit
Mask = NDArray[np.bool_]
Rows = NDArray[np.integer[Any]]

EXACT_IN_DOUBLE = 2**53
"""Whole numbers below this are doubles without loss, and the quotient of two of them is the double next to it."""
SLACK = 2.0**-44
"""More than the relative error of a sum of doubles: NumPy adds in pairs, so 512 roundings are enough for any length."""
_WIDTHS = (np.int8, np.int16, np.int32, np.int64)


class Column:
    """The values of one topic by row, in lowest terms; a row without a value has the denominator 0.

    Arrays are as narrow as their numbers allow and must not be changed. `order` are the rows with a value from the
    smallest to the largest; it is found when first asked for, from two orders merged where the column was joined.
    """

    def __init__(self, numerators: Integers, denominators: Integers, *, nearly: Rows | None = None) -> None:
        self.numerators = _narrow(numerators)
        self.denominators = _narrow(denominators)
        self._nearly = nearly
        self._order: Rows | None = None

    @classmethod
    def of(cls, values: Sequence[Fraction | None]) -> "Column":
        """The column of these values."""
        numerators = [0 if value is None else value.numerator for value in values]
        denominators = [0 if value is None else value.denominator for value in values]
        fits = all(abs(number) < EXACT_IN_DOUBLE for number in (*numerators, *denominators))
        kind = np.int64 if fits else object
        return cls(np.array(numerators, dtype=kind), np.array(denominators, dtype=kind))

    @classmethod
    def empty(cls, length: int) -> "Column":
        """A column without any value."""
        nothing = np.zeros(length, dtype=np.int8)
        return cls(nothing, nothing)

    def __len__(self) -> int:
        return len(self.numerators)

    @property
    def given(self) -> Mask:
        """Whether each row has a value."""
        found: Mask = self.denominators != 0
        return found

    @property
    def order(self) -> Rows:
        """The rows with a value, from the smallest to the largest; equal ones in any order."""
        if self._order is None:
            merges = self._nearly is not None
            rows = np.flatnonzero(self.given) if self._nearly is None else self._nearly
            self._order = _sorted(rows, *self.read(rows), merges=merges).astype(np.int32)
            self._nearly = None
        return self._order

    def at(self, row: int) -> Fraction:
        """The value of a row that has one."""
        return Fraction(int(self.numerators[row]), int(self.denominators[row]))

    def values(self, rows: Rows | Mask) -> list[Fraction]:
        """The values of rows that have one."""
        return list(_fractions(*self.read(rows)))

    def read(self, rows: Rows | Mask) -> tuple[Integers, Integers]:
        """Numerators and denominators of rows, wide enough to count with."""
        pair = self.numerators[rows], self.denominators[rows]
        if any(part.dtype == object for part in pair):
            return pair[0].astype(object), pair[1].astype(object)
        return pair[0].astype(np.int64), pair[1].astype(np.int64)

    def joined(self, *others: "Column") -> "Column":
        """This column with the rows of others below it. What was in order is not put in order again."""
        every = (self, *others)
        nearly = None
        if self._order is not None:
            tops = np.cumsum([0, *map(len, every)])
            nearly = np.concatenate([one.order + top for one, top in zip(every, tops, strict=False)])
        return Column(
            np.concatenate([one.numerators for one in every]),
            np.concatenate([one.denominators for one in every]),
            nearly=nearly,
        )

    def taken(self, keep: Mask) -> "Column":
        """The rows that are kept, in their order."""
        found = Column(self.numerators[keep], self.denominators[keep])
        if self._order is not None:
            places = np.cumsum(keep) - 1
            found._nearly = places[self._order[keep[self._order]]]
        return found


def _narrow(values: Integers) -> Integers:
    if values.dtype == object:
        return values
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    fits = (kind for kind in _WIDTHS if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max)
    return values.astype(next(fits))


def _fractions(numerators: Integers, denominators: Integers) -> Iterator[Fraction]:
    return map(Fraction, numerators.tolist(), denominators.tolist())


def _sorted(rows: Rows, numerators: Integers, denominators: Integers, *, merges: bool) -> Rows:
    """The rows by their values. Quotients of doubles are never out of order; where they are equal, fractions decide."""
    if numerators.dtype == object:
        values = list(_fractions(numerators, denominators))
        return rows[np.array(sorted(range(len(rows)), key=values.__getitem__), dtype=np.intp)]
    keys = numerators / denominators
    found = np.argsort(
        keys, kind="stable" if merges else None
    )  # NumPy's stable sort merges runs that are in order
    keys, numerators, denominators = keys[found], numerators[found], denominators[found]
    alike = keys[1:] == keys[:-1]
    differ = alike & ((numerators[1:] != numerators[:-1]) | (denominators[1:] != denominators[:-1]))
    bounds = (
        np.flatnonzero(np.concatenate([[True], ~alike, [True]])) if len(rows) else np.array([], dtype=np.intp)
    )
    for run in np.unique(np.searchsorted(bounds, np.flatnonzero(differ), side="right") - 1):
        part = slice(bounds[run], bounds[run + 1])
        values = list(_fractions(numerators[part], denominators[part]))
        found[part] = found[part][sorted(range(len(values)), key=values.__getitem__)]
    return rows[found]


class InOrder(Sequence[Fraction]):
    """Values of a column from the smallest to the largest, each made when it is looked at."""

    def __init__(self, column: Column, rows: Mask) -> None:
        self._column = column
        self._rows = column.order[rows[column.order]]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: Any) -> Any:
        return self._column.at(self._rows[place])


def sum_bounds(numerators: Integers, denominators: Integers) -> tuple[Fraction, Fraction]:
    """Two numbers between which a sum lies; they are equal, and the sum, where all denominators are."""
    if not len(numerators):
        return Fraction(0), Fraction(0)
    if (denominators == denominators[0]).all():
        whole = Fraction(_sum(numerators), int(denominators[0]))
        return whole, whole
    if numerators.dtype == object:
        whole = exact_sum(numerators, denominators)
        return whole, whole
    quotients = numerators / denominators
    near, error = Fraction(float(quotients.sum())), Fraction(float(np.abs(quotients).sum()) * SLACK)
    return near - error, near + error


def exact_sum(numerators: Integers, denominators: Integers) -> Fraction:
    """The sum of fractions: first of those with the same denominator, then in pairs so that few are long."""
    order = np.argsort(denominators, kind="stable")
    ordered = denominators[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(order) else order
    parts = [
        Fraction(_sum(part), int(denominator))
        for part, denominator in zip(np.split(numerators[order], starts[1:]), ordered[starts], strict=False)
    ]
    while len(parts) > 1:
        parts = [sum(parts[place : place + 2], Fraction(0)) for place in range(0, len(parts), 2)]
    return parts[0] if parts else Fraction(0)


def _sum(numbers: Integers) -> int:
    largest = int(np.abs(numbers).max())
    safe = numbers if largest * len(numbers) < 2**63 else numbers.astype(object)
    return int(safe.sum())
