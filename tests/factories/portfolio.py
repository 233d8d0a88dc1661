"""A portfolio of cluster organisations as it could be, without database: skewed, and with gaps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from labelapp.benchmarks.columns.table import EMPTY, Row, Table
from labelapp.benchmarks.disclosure.blocks import Candidate, Trait, form_blocks

COUNTRIES = [f"{letter}{letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]
FIELDS = [f"field-{number}" for number in range(14)]
LEVELS = ["bronze", "silver", "gold"]
TOPICS = ("participants", "income", "reports")
Values = dict[str, int]


@dataclass
class Market:
    """Cluster organisations by id with their traits and values, and the table of the blocks formed so far."""

    random: Random
    traits: dict[int, frozenset[Trait]] = field(default_factory=dict)
    values: dict[int, Values] = field(default_factory=dict)
    table: Table = EMPTY

    @property
    def blocks(self) -> list[list[int]]:
        """The clusters of each block."""
        rows, sizes = iter(self.table.clusters.tolist()), self.table.sizes.tolist()
        return [[next(rows) for _place in range(size)] for size in sizes]

    def answering(self, values: Mapping[int, Values]) -> Table:
        """The table of the same blocks, had everybody answered in this way."""
        return Table.of((block[0], [self._row(one, values[one]) for one in block]) for block in self.blocks)

    def _row(self, one: int, given: Values) -> Row:
        values = {topic: Fraction(value) for topic, value in given.items()}
        return Row(one, [str(trait) for trait in self.traits[one]], values)

    def add(self, count: int) -> list[int]:
        """Let cluster organisations submit, without a block yet."""
        new = [len(self.traits) + number for number in range(count)]
        for one in new:
            self.traits[one] = self._traits()
            self.values[one] = self._values()
        return new

    def form(self, waiting: list[int], smallest: int = 6) -> None:
        """A report date: those who wait go into blocks."""
        blocks = form_blocks([Candidate(one, self.traits[one]) for one in waiting], smallest)
        formed = [
            (block[0].key, [self._row(one.key, self.values[one.key]) for one in block]) for block in blocks
        ]
        self.table = self.table.joined(Table.of(formed))

    def end(self, key: int) -> None:
        """Take a block out of every answer."""
        self.table = self.table.taken(self.table.keys != key)

    def _traits(self) -> frozenset[Trait]:
        pick = self.random
        country = pick.choices(COUNTRIES, [1 / (rank + 2) for rank in range(len(COUNTRIES))])[0]
        fields = set(
            pick.choices(FIELDS, [1 / (rank + 3) for rank in range(len(FIELDS))], k=pick.choice((1, 1, 2)))
        )
        level = pick.choices(LEVELS, (5, 2, 3))[0]
        age, size = pick.choice(("young", "middle", "old")), pick.choice(("small", "medium", "large"))
        return frozenset(
            {Trait("country", country), Trait("level", level), Trait("age", age), Trait("size", size)}
            | {Trait("portfolio", code) for code in fields}
            | ({Trait("excellence", "gold")} if level == "gold" else set())
        )

    def _values(self) -> Values:
        """Log-normal amounts in cents, so that hardly two are alike; one in twelve is not answered."""
        drawn = {topic: round(self.random.lognormvariate(14, 1.2)) for topic in TOPICS}
        return {topic: value for topic, value in drawn.items() if self.random.random() > 1 / 12}


def make_market(clusters: int = 150, seed: int = 6) -> Market:
    """A portfolio of the size that a label has after a few years."""
    market = Market(Random(seed))
    market.form(market.add(clusters))
    return market
