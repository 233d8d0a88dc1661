"""Filling the seats of many cases at once. Pure: knows neither database nor web.

The problem is nearly a flow from cases to people, whose linear programme has whole numbers at its corners. Only where
bounds on the same case cross (from the cluster's country, and qualified for one seat alone) a corner may be a
fraction; then HiGHS branches. So what it finds is the exact optimum, not a good guess, and each aim is at its best
before the next one counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

Vector = NDArray[np.float64]
_WHOLE = 1e-6


@dataclass(frozen=True)
class Opening:
    """A case that needs `seats` people from `candidates`, at most `at_home` of them from the cluster's country.

    `at_home_people` are the candidates to whom that bound applies, `unsuitable` those who fit but had better not be
    taken while others can, `unfamiliar` those who come after others when nothing else decides. `limits` are further
    groups of candidates of whom only so many can be taken, since they fit no other seat.
    """

    case: int
    seats: int
    candidates: frozenset[int]
    at_home: int
    at_home_people: frozenset[int] = frozenset()
    unsuitable: frozenset[int] = frozenset()
    unfamiliar: frozenset[int] = frozenset()
    limits: tuple[tuple[frozenset[int], int], ...] = ()

    def bounds(self) -> list[tuple[frozenset[int], int]]:
        """Groups of people of whom at most so many are taken, without those that bound nothing."""
        groups = [(self.at_home_people, self.at_home), *self.limits]
        bounding = [(group & self.candidates, most) for group, most in groups if most < self.seats]
        return [(group, most) for group, most in ((self.candidates, self.seats), *bounding) if group]


@dataclass(frozen=True)
class Person:
    """Somebody who assesses: `load` open cases now, `capacity` at the most."""

    id: int
    load: int
    capacity: int


def propose(openings: Sequence[Opening], people: Sequence[Person]) -> dict[int, list[int]]:
    """People for each case, in the order of their ids.

    Every rule is kept. Aims, in this order: as many seats filled as possible, as few unsuitable people as possible,
    the loads as even as possible (least sum of squares), as few unfamiliar people as possible.
    """
    model = _Model(openings, people)
    if not model.pairs:
        return {opening.case: [] for opening in openings}
    taken = model.solve()
    found: dict[int, list[int]] = {opening.case: [] for opening in openings}
    for (number, person), value in zip(model.pairs, taken, strict=False):
        if value > 0.5:
            found[openings[number].case].append(person)
    return {case: sorted(chosen) for case, chosen in found.items()}


class _Model:
    """Columns: one for each case and candidate, then one for each further case that a person may take."""

    def __init__(self, openings: Sequence[Opening], people: Sequence[Person]) -> None:
        self.pairs = [
            (number, person) for number, one in enumerate(openings) for person in sorted(one.candidates)
        ]
        self._column_of = {pair: column for column, pair in enumerate(self.pairs)}
        self._places = [(one, load) for one in people for load in range(one.load + 1, one.capacity + 1)]
        self._openings, self._people = openings, people

    def solve(self) -> Vector:
        """First whom, then how evenly. In each step the second aim weighs too little to cost the first anything."""
        rows, bounds = self._rules()
        last = sum(one.seats for one in self._openings) + 1.0
        first = last * self._filled() + self._count(lambda one: one.unsuitable)
        taken = self._best(first, rows, bounds)
        rows = vstack([rows, csr_array(first.reshape(1, -1))], format="csr")
        bounds = np.append(bounds, round(float(first @ taken)))
        then = last * self._uneven() + self._count(lambda one: one.unfamiliar)
        return self._best(then, rows, bounds)

    def _best(self, aim: Vector, rows: csr_array, bounds: Vector) -> Vector:
        """The columns that make the aim least, all of them 0 or 1."""
        found = np.asarray(linprog(aim, A_ub=rows, b_ub=bounds, bounds=(0, 1), method="highs-ds").x)
        if np.abs(found - found.round()).max() < _WHOLE:
            return found.round()
        whole = linprog(aim, A_ub=rows, b_ub=bounds, bounds=(0, 1), method="highs", integrality=1)
        return np.asarray(whole.x).round()

    def _columns(self) -> int:
        return len(self.pairs) + len(self._places)

    def _rules(self) -> tuple[csr_array, Vector]:
        """`rows @ columns <= bounds`: no more cases than places of a person, and the groups of each case."""
        row_of = {one.id: row for row, one in enumerate(self._people)}
        entries = [(row_of[person], column, 1.0) for column, (_number, person) in enumerate(self.pairs)]
        for column, (person_with_place, _load) in enumerate(self._places, start=len(self.pairs)):
            entries.append((row_of[person_with_place.id], column, -1.0))
        bounds = [0.0] * len(self._people)
        for number, one in enumerate(self._openings):
            for group, most in one.bounds():
                entries += [(len(bounds), self._column_of[number, person], 1.0) for person in group]
                bounds.append(most)
        row, column_numbers, values = zip(*entries, strict=True)
        shape = (len(bounds), self._columns())
        return coo_array((values, (row, column_numbers)), shape=shape).tocsr(), np.array(bounds)

    def _filled(self) -> Vector:
        return np.array([-1.0] * len(self.pairs) + [0.0] * len(self._places))

    def _count(self, group_of: Callable[[Opening], frozenset[int]]) -> Vector:
        found = [float(person in group_of(self._openings[number])) for number, person in self.pairs]
        return np.array(found + [0.0] * len(self._places))

    def _uneven(self) -> Vector:
        """The n-th case of a person adds 2n - 1 to the sum of squares, so lower places are taken first."""
        return np.array([0.0] * len(self.pairs) + [2.0 * load - 1 for _person, load in self._places])
