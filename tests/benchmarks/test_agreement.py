"""What the columns answer is what the definitions say, figure by figure, whatever values, reader and group are."""

from fractions import Fraction
from itertools import count
from math import ceil
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelapp.benchmarks.cells import cells
from labelapp.benchmarks.columns.exact import Column
from labelapp.benchmarks.columns.table import EMPTY, Row, Table
from labelapp.benchmarks.disclosure.asking import Reader, Selection, ask_for
from labelapp.benchmarks.disclosure.blocks import Trait
from labelapp.benchmarks.disclosure.dominance import dominated, is_dominated
from labelapp.benchmarks.report import Breakdown, Choices, Position, report
from labelapp.benchmarks.values import Contribution, Topic
from tests.benchmarks.reference import Member, Reference
from tests.benchmarks.values import ANY, CLOSE, EXACT, HUGE

PARTS = (("sme", "SMEs"), ("large", "Large"), ("public", "Public"))
TOPICS = [Topic(code, code, "", "value", "1") for code in ("counts", "amounts", "ratios", "close", "huge")]
COMPOSITION = Topic("members", "Members", "percent", "composition", "1", PARTS)
ASKED = [Topic(kind, kind, "", kind, "1", PARTS) for kind in ("choice", "checklist", "rubric")]
PROFILE = Topic("services", "Services", "level", "profile", "4", PARTS, 4)
MINIMUM = 5


def _contribution(random: Random) -> Contribution:
    drawn = {
        "counts": Fraction(random.randint(0, 3)),
        "amounts": Fraction(round(random.lognormvariate(10, 2)), 100),
        "ratios": Fraction(100 * random.randint(0, 60), random.randint(1, 60)),
        "close": random.choice(CLOSE),
        "huge": Fraction(random.choice((1, HUGE, -HUGE)), random.randint(1, 3)),
    }
    single = {topic: value for topic, value in drawn.items() if random.random() < 0.9}
    parts = {
        topic: {code: Fraction(random.randint(0, 4)) for code, _label in PARTS if random.random() < 0.9}
        for topic in ("members", "services")
        if random.random() < 0.9
    }
    codes = [code for code, _label in PARTS]
    chosen = {
        topic: (random.choice(codes[: 1 + random.randint(0, 5) // 3]),)
        for topic in ("choice", "rubric")
        if random.random() < 0.9
    }
    if random.random() < 0.9:
        chosen["checklist"] = tuple(
            code for place, code in enumerate(codes) if random.random() < (0.05, 0.5, 0.95)[place]
        )
    return Contribution(single, parts, chosen)


def _blocks(random: Random) -> list[list[Member]]:
    numbers = count()
    return [[_member(random, next(numbers)) for _place in range(random.randint(6, 9))] for _block in range(7)]


def _member(random: Random, number: int) -> Member:
    traits = {
        Trait("country", "DK" if number % 50 < 40 else "SE"),
        Trait("level", random.choice(("gold", "gold", "silver"))),
    }
    earlier = _contribution(random) if random.random() < 0.8 else None
    return Member(number, frozenset(traits), _contribution(random), earlier)


def _table(blocks: list[list[Member]]) -> Table:
    """Followed in three steps, as a process does."""
    made = [
        (
            key,
            [Row(one.cluster_id, list(map(str, one.traits)), cells(one.given, one.earlier)) for one in block],
        )
        for key, block in enumerate(blocks)
    ]
    table = EMPTY.joined(Table.of(made[:3]))
    for column in table.columns.values():
        assert len(column.order) == np.count_nonzero(column.given)
    return table.joined(Table.of(made[3:5]), Table.of(made[5:]))


def _percents(low: int, high: int, n: int) -> tuple[int, int]:
    return (100 * low // n, 100 * low // n if low == high else ceil(Fraction(100 * high, n)))


@settings(max_examples=60)
@given(seed=st.integers(0, 100_000))
def test_every_figure_is_that_of_its_definition(seed: int) -> None:
    random = Random(seed)
    blocks = _blocks(random)
    everybody = [one.cluster_id for block in blocks for one in block]
    reader = Reader(
        random.choice(everybody), frozenset(random.sample(everybody, random.choice((0, 1, 5, 12))))
    )
    kinds = random.choice(({}, {"country": {"DK"}}, {"level": {"gold", "silver"}}, {"country": {"DK", "SE"}}))
    selection = Selection({kind: frozenset(codes) for kind, codes in kinds.items()})
    group, reference = (
        ask_for(_table(blocks), selection, reader, MINIMUM),
        Reference(blocks, selection, reader, MINIMUM),
    )
    own = _contribution(random)
    assert group.n == reference.n
    for topic in TOPICS:
        found = report(topic, own, group)
        assert isinstance(found, Position)
        mine = own.single.get(topic.code)
        assert found.group == reference.distribution(topic.code)
        assert (found.mean.n, found.mean.mean) == reference.mean(topic.code)
        assert found.standing == (None if mine is None else reference.standing(topic.code, mine))
        assert found.trend == reference.trend(topic.code)
    for topic in ASKED:
        choices = report(topic, own, group)
        assert isinstance(choices, Choices)
        n, counts = reference.choices(topic)
        assert choices.n == n
        assert [option.share for option in choices.options] == [
            _percents(*one, n) if n else None for one in counts
        ]
    for topic, expected in ((COMPOSITION, reference.composition), (PROFILE, reference.profile)):
        shown = report(topic, own, group)
        assert isinstance(shown, Breakdown)
        assert (shown.n, [part.group for part in shown.parts]) == expected(topic)


@given(st.lists(st.lists(EXACT, min_size=2, max_size=9) | st.lists(ANY, min_size=2, max_size=9), max_size=8))
def test_dominance_of_many_blocks_is_that_of_each(blocks: list[list[Fraction]]) -> None:
    column = Column.of([value for block in blocks for value in block])
    sizes = np.array([len(block) for block in blocks], dtype=np.int64)
    found = dominated(column, np.arange(len(column)), np.cumsum(sizes) - sizes)
    assert found.tolist() == [is_dominated(block) for block in blocks]


@pytest.mark.parametrize(
    ("rest", "is_so"), [(Fraction(1, 5), False), (Fraction(1, 5) - Fraction(1, 2**52), True)]
)
def test_dominance_is_exact_where_doubles_cannot_tell(rest: Fraction, is_so: bool) -> None:
    values = [Fraction(1), Fraction(1, 2), rest - Fraction(1, 30), Fraction(1, 30)]
    assert dominated(Column.of(values), np.arange(4), np.array([0])).tolist() == [is_so]


def test_mean_is_cut_and_not_rounded_where_doubles_cannot_tell() -> None:
    """2/3 + 1/3 + 1/7 + 6/7 is 2, and the least bit less is 0.4999."""
    rows = [Fraction(2, 3), Fraction(1, 3), Fraction(1, 7), Fraction(6, 7)]
    for less, mean in ((Fraction(0), Fraction(1, 2)), (Fraction(1, 2**52), Fraction(4999, 10_000))):
        values = [*rows[:3], rows[3] - less, Fraction(1, 2), Fraction(1, 2)]
        table = Table.of([(1, [Row(number, (), {"x": value}) for number, value in enumerate(values)])])
        assert ask_for(table, Selection(), Reader()).answers("x").total().mean == mean
