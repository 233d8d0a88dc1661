"""A column loses nothing: neither its values, nor their order, nor their sum."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.benchmarks.columns.exact import Column, InOrder, Mask, exact_sum, sum_bounds
from tests.benchmarks.values import ANY, CLOSE, EXACT, HUGE

CELLS = st.lists(st.none() | EXACT, max_size=40) | st.lists(st.none() | ANY, max_size=12)


def _ordered(column: Column) -> list[Fraction]:
    return column.values(column.order)


def _present(cells: Sequence[Fraction | None]) -> list[Fraction]:
    return [cell for cell in cells if cell is not None]


def _some(cells: Sequence[Fraction | None], seed: int) -> Mask:
    """About half of the rows."""
    return np.random.default_rng(seed).random(len(cells)) < 0.5


@given(CELLS)
def test_column_gives_back_what_it_was_made_of(cells: list[Fraction | None]) -> None:
    column = Column.of(cells)
    assert column.given.tolist() == [cell is not None for cell in cells]
    assert column.values(column.given) == _present(cells)


@given(CELLS)
def test_order_is_that_of_the_fractions(cells: list[Fraction | None]) -> None:
    assert _ordered(Column.of(cells)) == sorted(_present(cells))


def test_numbers_that_are_equal_as_doubles_are_put_in_their_order() -> None:
    assert len({float(number) for number in CLOSE}) == 1
    assert _ordered(Column.of([Fraction(2), *CLOSE, Fraction(1)])) == [1, *sorted(CLOSE), 2]


@given(CELLS, CELLS, CELLS)
def test_joined_columns_are_in_order_whether_or_not_the_first_was(
    first: list[Fraction | None], second: list[Fraction | None], third: list[Fraction | None]
) -> None:
    before, fresh = Column.of(first), Column.of(first)
    assert _ordered(before) == sorted(_present(first))
    for one in (before, fresh):
        joined = one.joined(Column.of(second), Column.of(third))
        assert _ordered(joined) == sorted(_present([*first, *second, *third]))


@given(CELLS, st.integers(0, 1000))
def test_rows_that_are_taken_stay_in_order(cells: list[Fraction | None], seed: int) -> None:
    keep = _some(cells, seed)
    before, fresh = Column.of(cells), Column.of(cells)
    assert len(before.order) == len(_present(cells))
    kept = _present([cell for cell, is_kept in zip(cells, keep, strict=True) if is_kept])
    assert [_ordered(one.taken(keep)) for one in (before, fresh)] == [sorted(kept)] * 2


@given(CELLS, st.integers(0, 1000))
def test_some_rows_in_order_are_looked_up_one_by_one(cells: list[Fraction | None], seed: int) -> None:
    column = Column.of(cells)
    rows = column.given & _some(cells, seed)
    found = InOrder(column, rows)
    assert [found[place] for place in range(len(found))] == sorted(column.values(rows))


@given(st.lists(ANY, min_size=1, max_size=40))
def test_sum_lies_within_its_bounds_and_is_exact_when_asked_for(values: list[Fraction]) -> None:
    numbers = Column.of(values).read(np.arange(len(values)))
    low, high = sum_bounds(*numbers)
    assert low <= sum(values) <= high
    assert exact_sum(*numbers) == sum(values)


@pytest.mark.parametrize("value", [Fraction(2**53 - 1), Fraction(HUGE), Fraction(1, 3)])
def test_sum_of_large_numbers_does_not_overflow(value: Fraction) -> None:
    numbers = Column.of([value] * 3000).read(np.arange(3000))
    assert sum_bounds(*numbers) == (3000 * value, 3000 * value)


def test_column_is_as_narrow_as_its_numbers() -> None:
    widths = [Column.of([Fraction(value)]).numerators.dtype for value in (1, 1000, 100_000, 2**40, 2**53)]
    assert widths == [np.int8, np.int16, np.int32, np.int64, object]
