"""What the clusters of a remit answered, in medians and quartiles that tell of nobody, year by year.

Decision 0034 holds here too: every figure is made of whole blocks. A block counts when all its clusters are in the
remit, whichever that is: a remit, like any other choice of blocks, does not depend on the figures inside. The year is
that in which the block was formed, so each block is in one year as a whole. Only blocks that answer today are asked:
one that ended did so because a consent was withdrawn, or a submission left the window, or newer ones took its place,
and it was promised that it never comes back. So the past reaches back four years at most, and thins out.
"""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import extract, select

from labelapp.benchmarks.columns.table import Numbers, Table
from labelapp.benchmarks.disclosure.asking import Reader, Selection, ask_for
from labelapp.benchmarks.following import answering, current_table
from labelapp.benchmarks.models import BenchmarkBlock
from labelapp.benchmarks.queries import minimum_group
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
    within = _blocks_within(clusters)
    formed = _years(within)
    return [
        _results(None, within, reader),
        *(
            _results(year, within.taken(formed == year), reader)
            for year in sorted(set(formed.tolist()), reverse=True)
        ),
    ]


def results_until(clusters: frozenset[int], reader: Reader, year: int) -> Results:
    """The blocks of these clusters that were formed in a year or before."""
    within = _blocks_within(clusters)
    return _results(year, within.taken(_years(within) <= year), reader)


def smallest_group() -> int:
    """The number of clusters below which nothing is said."""
    return minimum_group()


def read_by_all() -> Reader:
    """The reader of what is published. The public knows nobody, but partners read it too, so known is here whoever
    agreed that a partner reads its figures: else a partner could learn from a public page what its own withholds.
    """
    agreed = select(Cluster.id).where(Cluster.partner_consent.is_(True))
    return Reader(known=frozenset(db.session.scalars(agreed)))


def _results(year: int | None, blocks: Table, reader: Reader) -> Results:
    group = ask_for(blocks, Selection(), reader, minimum_group())
    return Results(
        year=year,
        n=group.n if group.is_shown else 0,
        positions=tuple(position(topic, Contribution(), group) for topic in topics()),
    )


def _blocks_within(clusters: frozenset[int]) -> Table:
    """The blocks that answer today and all of whose clusters are among these."""
    table = current_table()
    inside = np.isin(table.clusters, np.fromiter(clusters, dtype=np.int64, count=len(clusters)))
    return table.taken(table.whole(inside) & answering(table))


def _years(blocks: Table) -> Numbers:
    """The year in which each block was formed."""
    query = select(BenchmarkBlock.key, extract("year", BenchmarkBlock.formed_on))
    formed = {key: int(year) for key, year in db.session.execute(query)}
    return np.array([formed[key] for key in blocks.keys.tolist()], dtype=np.int64)
