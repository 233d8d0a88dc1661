"""A table as bytes, the same on each machine and in each database: NumPy's own archive of arrays, without pickles."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelapp.benchmarks.columns.exact import Column
from labelapp.benchmarks.columns.table import Table

FORMAT = 1
"""The version of what is kept: of the archive, and of the names and meaning of its columns. Others are made anew."""
_PLAIN = ("keys", "sizes", "clusters", "moments")


def to_bytes(table: Table) -> bytes:
    """The table as a compressed archive."""
    target = BytesIO()
    np.savez_compressed(target, **dict(_arrays(table)))  # type: ignore[arg-type] # its stub mixes options and arrays
    return target.getvalue()


def _arrays(table: Table) -> Iterator[tuple[str, NDArray[Any]]]:
    for name in _PLAIN:
        yield name, getattr(table, name)
    for trait, has in table.traits.items():
        yield f"trait {trait}", has
    for name, column in table.columns.items():
        yield f"numerators {name}", _as_text(column.numerators)
        yield f"denominators {name}", _as_text(column.denominators)


def from_bytes(content: bytes) -> Table:
    """The table of an archive."""
    with np.load(BytesIO(content), allow_pickle=False) as archive:
        named = [name.partition(" ")[::2] for name in archive.files]
        return Table(
            **{name: archive[name] for name in _PLAIN},
            traits={name: archive[f"trait {name}"] for kind, name in named if kind == "trait"},
            columns={
                name: Column(
                    _as_numbers(archive[f"numerators {name}"]), _as_numbers(archive[f"denominators {name}"])
                )
                for kind, name in named
                if kind == "numerators"
            },
        )


def _as_text(numbers: NDArray[Any]) -> NDArray[Any]:
    """Numbers that are too long for a machine go as text."""
    return numbers.astype(str) if numbers.dtype == object else numbers


def _as_numbers(kept: NDArray[Any]) -> NDArray[Any]:
    return np.array([int(text) for text in kept], dtype=object) if kept.dtype.kind == "U" else kept
