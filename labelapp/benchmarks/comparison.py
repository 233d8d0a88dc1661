"""Choosing a group for a cluster organisation, and comparing with it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from labelapp.benchmarks.disclosure.thresholds import smallest_group
from labelapp.benchmarks.queries import OwnRecord, Record, own_record, records_since
from labelapp.benchmarks.report import Breakdown, Position, report
from labelapp.benchmarks.values import Contribution, topics_of
from labelapp.clock import now
from labelapp.clusters.models import Cluster
from labelapp.extensions import schemes

WINDOW = timedelta(days=4 * 365 + 1)
EVERYBODY = "all"


@dataclass(frozen=True)
class Group:
    """A group to compare with: `kind` portfolio, country or all; `of` its code; `n` clusters beside the own one."""

    kind: str
    of: str
    n: int

    @property
    def key(self) -> str:
        """Its name in addresses, e.g. `portfolio:maritime`."""
        return f"{self.kind}:{self.of}" if self.of else self.kind


@dataclass(frozen=True)
class Comparison:
    """A cluster beside a group.

    `minimum` is the smallest group of which figures are shown; `span` holds the days of the first and the last
    submission of the group, None when the group is smaller.
    """

    cluster: Cluster
    own: OwnRecord
    groups: tuple[Group, ...]
    chosen: Group
    minimum: int
    span: tuple[date, date] | None
    positions: tuple[Position, ...]
    compositions: tuple[Breakdown, ...]
    profiles: tuple[Breakdown, ...]

    @property
    def is_shown(self) -> bool:
        """Whether the chosen group is large enough for any figure of it."""
        return self.chosen.n >= self.minimum

    @property
    def outside(self) -> tuple[Position, ...]:
        """The positions outside the middle half of the group."""
        return tuple(position for position in self.positions if position.is_outside)


def compare(cluster: Cluster, key: str | None) -> Comparison | None:
    """The comparison with the group named `key`; for another key with the first group of which figures are shown.

    None without a submission.
    """
    own = own_record(cluster)
    if own is None:
        return None
    others = [record for record in records_since(_window_start()) if record.cluster_id != cluster.id]
    groups = _groups(cluster, others)
    minimum = smallest_group(scheme.benchmark.minimum_group for scheme in schemes().all())
    usual = next((group for group in groups if group.n >= minimum), groups[0])
    chosen = next((group for group in groups if group.key == key), usual)
    members = [record for record in others if _belongs(record, chosen)]
    found = _report_all(own, [record.contribution for record in members], minimum)
    return Comparison(
        cluster=cluster,
        own=own,
        groups=groups,
        chosen=chosen,
        minimum=minimum,
        span=_span(members, minimum),
        positions=tuple(one for one in found if isinstance(one, Position)),
        compositions=_breakdowns(found, "composition"),
        profiles=_breakdowns(found, "profile"),
    )


def _window_start() -> datetime:
    return now() - WINDOW


def _groups(cluster: Cluster, others: list[Record]) -> tuple[Group, ...]:
    wanted = [("portfolio", code) for code in cluster.portfolio_codes]
    wanted += [("country", cluster.country), (EVERYBODY, "")]
    empty = [Group(kind, of, 0) for kind, of in wanted]
    return tuple(
        Group(group.kind, group.of, sum(_belongs(record, group) for record in others)) for group in empty
    )


def _belongs(record: Record, group: Group) -> bool:
    if group.kind == "portfolio":
        return group.of in record.portfolios
    return group.kind == EVERYBODY or record.country == group.of


def _report_all(own: OwnRecord, group: list[Contribution], minimum: int) -> list[Position | Breakdown]:
    """Every topic of the cluster's scheme of which there is something to say, in the order of the scheme."""
    found = (report(topic, own.contribution, group, minimum) for topic in topics_of(own.scheme))
    return [one for one in found if one.says_something]


def _span(members: list[Record], minimum: int) -> tuple[date, date] | None:
    days = [record.submitted_on for record in members]
    return (min(days), max(days)) if len(days) >= minimum else None


def _breakdowns(found: list[Position | Breakdown], kind: str) -> tuple[Breakdown, ...]:
    return tuple(one for one in found if isinstance(one, Breakdown) and one.topic.kind == kind)
