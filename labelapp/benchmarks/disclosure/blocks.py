"""Putting submissions into blocks: as large as they must be, as pure as they can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_Matrix = NDArray[np.float64]  # 0 and 1, and counts: exact below 2**53, and multiplied faster than integers
RANKS = {"excellence": 0, "portfolio": 1, "country": 1}
"""What blocks are made for: the excellence group, then fields and countries; other kinds part only what is left."""
LAST_RANK = 2


class Trait(NamedTuple):
    """Something by which groups are told apart, e.g. `("country", "DK")`."""

    kind: str
    code: str

    @classmethod
    def of(cls, text: str) -> "Trait":
        """The trait that is written as `kind:code`."""
        kind, _colon, code = text.partition(":")
        return cls(kind, code)

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class Candidate:
    """A submission that waits for a block. `waited` says that it has done so for long, `key` is its id."""

    key: int
    traits: frozenset[Trait]
    waited: bool = True


def form_blocks(candidates: Sequence[Candidate], smallest: int) -> list[list[Candidate]]:
    """Disjoint blocks of at least `smallest` candidates, by repeated parting as in Mondrian k-anonymity.

    A set is parted in those with a trait and those without, as long as both are large enough and the cut makes one of
    them pure in some trait (LeFevre, DeWitt and Ramakrishnan 2006; `_cut` says by which trait). A block that is pure
    in nothing but the last rank serves little more than the comparison with all, so its candidates wait for better
    company, unless one of them has waited long enough. The result depends on traits and keys, never on values. Fewer
    than `smallest` candidates form no block.
    """
    ordered = sorted(candidates, key=lambda candidate: candidate.key)
    if len(ordered) < smallest:
        return []
    traits = sorted({trait for candidate in ordered for trait in candidate.traits})
    place = {trait: column for column, trait in enumerate(traits)}
    has = np.zeros((len(ordered), len(traits)))
    for row, candidate in enumerate(ordered):
        has[row, [place[trait] for trait in candidate.traits]] = 1
    ranks = np.array([_rank(trait) for trait in traits], dtype=np.int64)
    found: list[list[Candidate]] = []
    waiting = [np.arange(len(ordered))]
    while waiting:
        rows = waiting.pop()
        column = _cut(has[rows], ranks, smallest)
        if column is None:
            found.append([ordered[row] for row in rows])
        else:
            inside = has[rows, column] == 1
            waiting += [rows[~inside], rows[inside]]
    return [block for block in found if _is_useful(block)]


def _cut(has: _Matrix, ranks: NDArray[np.int64], smallest: int) -> int | None:
    """The trait by which to part the rows of `has` (candidates x traits, 0 or 1); None when no cut gains anything.

    A gain is counted in clusters that then stand in a pure block. Cuts by a trait of a lower rank go first, and of
    those of one rank the one of middle size: the largest first would leave no block for small countries, the smallest
    first none for large fields. In the last rank the cut that gains most is taken.
    """
    size = len(has)
    together = has.T @ has  # together[p, q]: how many have both
    counts = together.diagonal()
    possible = (counts >= smallest) & (size - counts >= smallest)
    if not possible.any():
        return None
    for rank in range(LAST_RANK):
        alike = np.flatnonzero(possible & (ranks == rank))
        if len(alike):
            by_size = alike[np.argsort(counts[alike], kind="stable")]
            return int(by_size[(len(by_size) - 1) // 2])
    pure_inside = (together == counts[:, None]) * counts[:, None]
    pure_outside = (counts[None, :] - together == size - counts[:, None]) * (size - counts[:, None])
    gain = ((pure_inside + pure_outside) * (counts < size)).sum(axis=1)
    return int(np.where(possible, gain, 0).argmax())


def _is_useful(block: list[Candidate]) -> bool:
    shared = frozenset.intersection(*(candidate.traits for candidate in block))
    return any(_rank(trait) < LAST_RANK for trait in shared) or any(candidate.waited for candidate in block)


def _rank(trait: Trait) -> int:
    return RANKS.get(trait.kind, LAST_RANK)
