"""A table of blocks comes to the same whether it was made at once, followed step by step, or kept and read."""

from datetime import UTC, datetime
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.benchmarks.columns.storing import from_bytes, to_bytes
from labelapp.benchmarks.columns.table import EMPTY, Row, Table, day_of, microseconds
from tests.benchmarks.values import HUGE

Blocks = list[tuple[int, list[Row]]]
NAMES = ("value:events", "share:members:sme", "part:services:training")


def _blocks(seed: int, first: int, count: int) -> Blocks:
    random = Random(f"{seed} {first}")
    return [
        (first + number, [_row(random, number) for _member in range(random.randint(1, 9))])
        for number in range(count)
    ]


def _row(random: Random, number: int) -> Row:
    values = {
        name: Fraction(random.randint(-9, 9), random.randint(1, 7)) for name in NAMES if random.random() < 0.6
    }
    if random.random() < 0.05:
        values["value:income"] = Fraction(HUGE, 3)
    traits = {f"country:{random.choice('ABC')}{number % 2}", f"level:{random.randint(0, 2)}"}
    at = datetime(2026, 1, random.randint(1, 28), random.randint(0, 23), tzinfo=UTC)
    return Row(random.randrange(10**6), traits, values, at)


def _said(table: Table) -> dict[str, object]:
    """All that a table says, in plain Python."""
    return {
        "blocks": list(zip(table.keys.tolist(), table.sizes.tolist(), strict=True)),
        "rows": list(zip(table.clusters.tolist(), table.moments.tolist(), strict=True)),
        "traits": {trait: has.tolist() for trait, has in sorted(table.traits.items())},
        "cells": {
            name: [column.at(row) if has else None for row, has in enumerate(column.given)]
            for name, column in sorted(table.columns.items())
        },
    }


@given(seed=st.integers(0, 10_000))
def test_table_that_was_followed_says_what_one_made_at_once_says(seed: int) -> None:
    first, second, third = (_blocks(seed, start, 4) for start in (0, 10, 20))
    followed = EMPTY.joined(Table.of(first))
    followed = followed.taken(np.isin(followed.keys, [1, 3])).joined(Table.of(second), Table.of(third))
    followed = followed.taken(followed.keys != 12)
    left = [block for block in (*first, *second, *third) if block[0] not in {0, 2, 12}]
    assert _said(followed) == _said(Table.of(left))


@given(seed=st.integers(0, 10_000))
def test_table_that_was_kept_says_the_same(seed: int) -> None:
    table = Table.of(_blocks(seed, 0, 5))
    assert _said(from_bytes(to_bytes(table))) == _said(table)


def test_table_without_a_block_can_be_kept_and_joined() -> None:
    assert _said(from_bytes(to_bytes(EMPTY))) == _said(EMPTY.joined(EMPTY))
    assert EMPTY.taken(EMPTY.keys > 0).oldest.tolist() == []


def test_kept_table_never_needs_pickles() -> None:
    """Which would run what somebody put into the database."""
    archive = to_bytes(Table.of([(1, [Row(1, (), {"value:x": Fraction(HUGE)})])]))
    assert from_bytes(archive).column("value:x").at(0) == HUGE
    assert b"pickle" not in archive
    assert b"|O" not in archive


def test_block_is_pure_when_each_member_has_one_of_the_traits() -> None:
    rows = [Row(number, {f"country:{code}"}, {}) for number, code in enumerate("AABBAB")]
    table = Table.of([(1, rows[:2]), (2, rows[2:4]), (3, rows[4:])])
    asked: tuple[list[str], ...] = (
        ["country:A"],
        ["country:B"],
        ["country:A", "country:B"],
        ["country:C"],
        [],
    )
    assert [table.keys[table.pure(codes)].tolist() for codes in asked] == [[1], [2], [1, 2, 3], [], []]


@pytest.mark.parametrize(
    "moment", [datetime(1969, 12, 31, 23, 59, 59, 1, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)]
)
def test_moment_keeps_its_microseconds_and_its_day(moment: datetime) -> None:
    assert day_of(microseconds(moment)) == moment.date()
    assert microseconds(moment.replace(microsecond=moment.microsecond + 1)) == microseconds(moment) + 1
