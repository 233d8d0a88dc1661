"""The snapshot of this process: read once, and after each report date only what is new of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from flask import Flask, current_app

from labelapp.benchmarks.block_queries import (
    blocks_without_consent,
    columns_kept,
    current_keys,
    fingerprint,
    read_tables,
)
from labelapp.benchmarks.columns.exact import Mask
from labelapp.benchmarks.columns.table import EMPTY, Table, microseconds
from labelapp.benchmarks.disclosure.asking import Reader, View
from labelapp.benchmarks.queries import minimum_group, window_start

_MEMORY = "columns of the benchmark"


@dataclass
class _Memory:
    table: Table = EMPTY
    state: int | None = None
    lock: Lock = field(default_factory=Lock)


def init_following(app: Flask) -> None:
    """Begin with an empty snapshot; the first comparison reads it."""
    app.extensions[_MEMORY] = _Memory()


def view_for(reader: Reader) -> View:
    """The blocks of today as they may answer a reader."""
    table = current_table()
    return View(table, reader, minimum_group(), answering(table))


def current_table() -> Table:
    """All blocks that have not ended.

    Which blocks there are is asked each time, what they hold only of those that are new: a block never changes. The
    columns of a block are made of its submissions here when the worker has not kept them yet.
    """
    memory: _Memory = current_app.extensions[_MEMORY]
    state = fingerprint()
    with memory.lock:
        if memory.state != state:
            memory.table, memory.state = _followed(memory.table), state
        return memory.table


def answering(table: Table) -> Mask:
    """The blocks that answer today: all their clusters agree, and no submission is from before the window.

    One that does not is left out whole, at once.
    """
    silent = np.isin(table.keys, np.array(blocks_without_consent(), dtype=np.int64))
    return (table.oldest >= microseconds(window_start())) & ~silent


def _followed(table: Table) -> Table:
    """The table less what has ended, with what is new below."""
    wanted = current_keys()
    table = table.taken(_among(table, wanted))
    missing = wanted.keys() - set(table.keys.tolist())
    parts = [kept.taken(_among(kept, missing)) for kept in columns_kept(wanted[key] for key in missing)]
    missing -= {key for part in parts for key in part.keys.tolist()}
    return table.joined(*parts, *read_tables(missing))


def _among(table: Table, keys: Iterable[int]) -> Mask:
    return np.isin(table.keys, np.array(list(keys), dtype=np.int64))
