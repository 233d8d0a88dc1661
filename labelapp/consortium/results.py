"""What the clusters of a remit answered, in medians and quartiles that tell of nobody, year by year.

Decision 0034 holds here too: every figure is made of whole blocks. A block counts when all its clusters are in the
remit, whichever that is: a remit, like any other choice of blocks, does not depend on the figures inside. The year is
that in which the block was formed, so each block is in one year as a whole. Only blocks that answer today are asked:
one that ended did so because a consent was withdrawn, or a submission left the window, or newer ones took its place,
and it was promised that it never comes back. So the past reaches back four years at most, and thins out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import extract, select

from labelapp.benchmarks.disclosure.asking import Block, Group, Reader, Selection, ask_for
from labelapp.benchmarks.models import BenchmarkBlock
from labelapp.benchmarks.queries import Record, current_blocks, minimum_group
from labelapp.benchmarks.report import Position, position
from labelapp.benchmarks.values import Contribution, Topic, topics_of
from labelapp.clusters.models import Cluster
from labelapp.extensions import db, schemes


@dataclass(frozen=True)
class Results:
    """The figures of a group of clusters: `year` None for all years together, `n` 0 when the group is too small."""

    year: int | None
    n: int
    positions: tuple[Position, ...]

    def of(self, topic: Topic) -> Position:
        """The figures of one topic."""
        return next(one for one in self.positions if one.topic.code == topic.code)


def topics() -> list[Topic]:
    """Every single value that a scheme in force offers for comparison, each once."""
    every = (topic for scheme in schemes().latest() for topic in topics_of(scheme))
    return list({topic.code: topic for topic in every if topic.kind == "value"}.values())


def results_by_year(clusters: frozenset[int], reader: Reader) -> list[Results]:
    """All years together, then each year in which a block of these clusters was formed, the latest first."""
    blocks = _blocks_within(clusters)
    years = sorted({year for year, _block in blocks}, reverse=True)
    every = [block for _year, block in blocks]
    return [
        _results(None, every, reader),
        *(_results(year, [block for of, block in blocks if of == year], reader) for year in years),
    ]


def results_until(clusters: frozenset[int], reader: Reader, year: int) -> Results:
    """The blocks of these clusters that were formed in a year or before."""
    return _results(year, [block for of, block in _blocks_within(clusters) if of <= year], reader)


def smallest_group() -> int:
    """The number of clusters below which nothing is said."""
    return minimum_group()


def read_by_all() -> Reader:
    """The reader of what is published. The public knows nobody, but partners read it too, so known is here whoever
    agreed that a partner reads its figures: else a partner could learn from a public page what its own withholds.
    """
    agreed = select(Cluster.id).where(Cluster.partner_consent.is_(True))
    return Reader(known=frozenset(db.session.scalars(agreed)))


def _results(year: int | None, blocks: Sequence[Block[Record]], reader: Reader) -> Results:
    group: Group[Record] = ask_for(blocks, Selection(), reader, minimum_group())
    return Results(
        year=year,
        n=group.n if group.is_shown else 0,
        positions=tuple(position(topic, Contribution(), group) for topic in topics()),
    )


def _blocks_within(clusters: frozenset[int]) -> list[tuple[int, Block[Record]]]:
    """The blocks all of whose clusters are among these, each with the year in which it was formed."""
    found = [block for block in current_blocks() if all(one.cluster_id in clusters for one in block.members)]
    formed = _years([block.id for block in found])
    return [(formed[block.id], block.members) for block in found]


def _years(numbers: Sequence[int]) -> Mapping[int, int]:
    query = select(BenchmarkBlock.id, extract("year", BenchmarkBlock.formed_on))
    rows = db.session.execute(query.where(BenchmarkBlock.id.in_(numbers)))
    return {number: int(year) for number, year in rows}
