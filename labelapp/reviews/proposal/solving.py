"""Filling the seats of many cases at once. Pure: knows neither database nor web.

The problem is a flow from cases to people, so a linear programme has whole numbers at its corners: what HiGHS finds
is the exact optimum, not a good guess. Each aim is kept at its best while the next one is improved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Opening:
    """A case that needs `seats` people from `candidates`, at most `at_home` of them from the cluster's country.

    `at_home_people` are the candidates to whom that bound applies, `unsuitable` those who fit but had better not be
    taken while others can.
    """

    case: int
    seats: int
    candidates: frozenset[int]
    at_home: int
    at_home_people: frozenset[int] = frozenset()
    unsuitable: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Person:
    """Somebody who assesses: `load` open cases now, `capacity` at the most."""

    id: int
    load: int
    capacity: int


def propose(openings: Sequence[Opening], people: Sequence[Person]) -> dict[int, list[int]]:
    """People for each case, in the order of their ids.

    Every rule is kept. Aims, in this order: as many seats filled as possible, as few unsuitable people as possible,
    the loads as even as possible (least sum of squares).
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
        self._places = [(one, load) for one in people for load in range(one.load + 1, one.capacity + 1)]
        self._openings, self._people = openings, people

    def solve(self) -> Vector:
        rows, bounds = self._rules()
        aims = (self._filled(), self._unsuitable(), self._uneven())
        for aim in aims:
            best = linprog(aim, A_ub=rows, b_ub=bounds, bounds=(0, 1), method="highs-ds")
            rows = vstack([rows, csr_array(aim.reshape(1, -1))], format="csr")
            bounds = np.append(bounds, round(best.fun))
        return np.asarray(best.x)

    def _columns(self) -> int:
        return len(self.pairs) + len(self._places)

    def _rules(self) -> tuple[csr_array, Vector]:
        """`rows @ columns <= bounds`: seats of a case, those at home, and no more cases than places of a person."""
        cases, row_of = len(self._openings), {one.id: n for n, one in enumerate(self._people)}
        entries: list[tuple[int, int, float]] = []
        for column, (number, person) in enumerate(self.pairs):
            entries.append((number, column, 1))
            if person in self._openings[number].at_home_people:
                entries.append((cases + number, column, 1))
            entries.append((2 * cases + row_of[person], column, 1))
        for column, (person_with_place, _load) in enumerate(self._places, start=len(self.pairs)):
            entries.append((2 * cases + row_of[person_with_place.id], column, -1))
        row, column_numbers, values = zip(*entries, strict=True)
        shape = (2 * cases + len(self._people), self._columns())
        bounds = [
            *(one.seats for one in self._openings),
            *(one.at_home for one in self._openings),
            *(0 for _one in self._people),
        ]
        return coo_array((values, (row, column_numbers)), shape=shape).tocsr(), np.array(bounds, dtype=float)

    def _filled(self) -> Vector:
        aim = np.zeros(self._columns())
        aim[: len(self.pairs)] = -1
        return aim

    def _unsuitable(self) -> Vector:
        aim = np.zeros(self._columns())
        for column, (number, person) in enumerate(self.pairs):
            aim[column] = person in self._openings[number].unsuitable
        return aim

    def _uneven(self) -> Vector:
        """The n-th case of a person adds 2n - 1 to the sum of squares, so lower places are taken first."""
        aim = np.zeros(self._columns())
        aim[len(self.pairs) :] = [2 * load - 1 for _person, load in self._places]
        return aim
