"""What a submission holds, cell by cell: the names of the columns of a snapshot, and their values. Pure.

A topic that was answered with a value has a cell; so has its change since the submission before. A topic with parts
has a cell for each part that was given, for each part as a share, and for the whole, which says that it was answered.
A question has a cell for each option that was chosen, and one that says that it was answered.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from labelapp.benchmarks.statistics import shares
from labelapp.benchmarks.values import Contribution


def value(topic: str) -> str:
    """A value."""
    return f"value:{topic}"


def before(topic: str) -> str:
    """The value of one cycle before, where there are both."""
    return f"before:{topic}"


def change(topic: str) -> str:
    """The value less that of one cycle before."""
    return f"change:{topic}"


def part(topic: str, code: str = "") -> str:
    """One part as it was given; without a code the sum of all."""
    return f"part:{topic}:{code}"


def share(topic: str, code: str = "") -> str:
    """One part as a share of the whole (0 to 1); without a code the whole, where it is more than nothing."""
    return f"share:{topic}:{code}"


def chosen(topic: str, option: str = "") -> str:
    """1 where an option was chosen; without an option where the question was answered."""
    return f"chosen:{topic}:{option}"


def options(topic: str, names: Iterable[str]) -> dict[str, str]:
    """Every option of a question that somebody chose, with its cell."""
    start = chosen(topic)
    return {name.removeprefix(start): name for name in names if name.startswith(start) and name != start}


def cells(given: Contribution, earlier: Contribution | None) -> dict[str, Fraction]:
    """Every cell of a submission. `earlier` is what the same cluster submitted one cycle before."""
    return dict(_cells(given, earlier or Contribution()))


def _cells(given: Contribution, earlier: Contribution) -> Iterator[tuple[str, Fraction]]:
    for topic, now in given.single.items():
        yield value(topic), now
        if topic in earlier.single:
            yield before(topic), earlier.single[topic]
            yield change(topic), now - earlier.single[topic]
    for topic, parts in given.parts.items():
        yield part(topic), sum(parts.values(), Fraction(0))
        yield from ((part(topic, code), amount) for code, amount in parts.items())
        if found := shares(parts):
            yield share(topic), Fraction(1)
            yield from ((share(topic, code), amount) for code, amount in found.items())
    for topic, codes in given.chosen.items():
        yield chosen(topic), Fraction(1)
        yield from ((chosen(topic, code), Fraction(1)) for code in codes)
