"""Contributions are remembered up to a bound."""

from labelapp.benchmarks.remembering import Memory
from labelapp.benchmarks.values import Contribution


def test_memory_forgets_what_was_unused_for_longest() -> None:
    memory = Memory(room=2)
    first, second, third = Contribution(), Contribution(), Contribution()
    memory.keep("1", first)
    memory.keep("2", second)
    assert memory.recall("1") is first
    memory.keep("3", third)
    assert memory.recall("2") is None
    assert (memory.recall("1"), memory.recall("3")) == (first, third)
