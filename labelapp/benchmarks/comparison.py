"""Choosing a group for a cluster organisation, and comparing with it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from labelapp.benchmarks.queries import Record, own_record, records_since
from labelapp.benchmarks.report import Breakdown, Position, composition, position, profile
from labelapp.benchmarks.values import Topic, topics_of
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
    """A cluster beside a group. `since` and `until` bound the submissions of the group, None when it is empty."""

    cluster: Cluster
    own: Record
    groups: tuple[Group, ...]
    chosen: Group
    minimum: int
    since: date | None
    until: date | None
    positions: tuple[Position, ...]
    compositions: tuple[Breakdown, ...]
    profiles: tuple[Breakdown, ...]


def compare(cluster: Cluster, key: str | None) -> Comparison | None:
    """The comparison with the group named `key`, by default the first portfolio. None without a submission."""
    own = own_record(cluster)
    if own is None:
        return None
    others = [record for record in records_since(_window_start()) if record.cluster_id != cluster.id]
    groups = _groups(cluster, others)
    chosen = next((group for group in groups if group.key == key), groups[0])
    members = [record for record in others if _belongs(record, chosen)]
    return _compared(cluster, own, groups, chosen, members)


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


def _compared(
    cluster: Cluster, own: Record, groups: tuple[Group, ...], chosen: Group, members: list[Record]
) -> Comparison:
    group = [record.contribution for record in members]
    current = schemes().latest()
    minimum = max(scheme.benchmark.minimum_group for scheme in current)
    topics = [topic for topic in topics_of(current) if _answered(topic, own)]
    days = sorted(record.submitted_on for record in members)
    return Comparison(
        cluster=cluster,
        own=own,
        groups=groups,
        chosen=chosen,
        minimum=minimum,
        since=days[0] if days else None,
        until=days[-1] if days else None,
        positions=tuple(
            position(topic, own.contribution, group, minimum) for topic in topics if topic.kind == "value"
        ),
        compositions=tuple(
            composition(topic, own.contribution, group, minimum)
            for topic in topics
            if topic.kind == "composition"
        ),
        profiles=tuple(
            profile(topic, own.contribution, group, minimum) for topic in topics if topic.kind == "profile"
        ),
    )


def _answered(topic: Topic, own: Record) -> bool:
    return topic.code in own.contribution.single or topic.code in own.contribution.parts
