"""Choosing a group for a cluster organisation, and comparing with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from labelapp.benchmarks import groups, queries
from labelapp.benchmarks.columns.table import day_of
from labelapp.benchmarks.disclosure.asking import Reader, Selection
from labelapp.benchmarks.disclosure.blocks import Trait
from labelapp.benchmarks.disclosure.thresholds import QUARTILES_FROM
from labelapp.benchmarks.drafting import Statement, draft
from labelapp.benchmarks.following import view_for
from labelapp.benchmarks.queries import OwnRecord
from labelapp.benchmarks.report import Breakdown, Choices, Found, Position, report
from labelapp.benchmarks.traits import KINDS
from labelapp.benchmarks.values import topics_of
from labelapp.clusters.models import Cluster
from labelapp.schemes.drafting import Section


@dataclass(frozen=True)
class Wish:
    """What a reader asks for: a group by its key, or the codes of a form by kind; neither is the usual group."""

    key: str | None = None
    codes: Mapping[str, Iterable[str]] | None = None


@dataclass(frozen=True)
class Choice:
    """A group that can be chosen: `n` clusters beside the own one, 0 when it is too small to be spoken of."""

    selection: Selection
    n: int

    @property
    def key(self) -> str:
        """Its name in addresses, e.g. `portfolio:maritime`."""
        return groups.key_of(self.selection)

    @property
    def is_shown(self) -> bool:
        """Whether it is large enough for any figure of it."""
        return self.n > 0


@dataclass(frozen=True)
class Comparison:
    """A cluster beside a group.

    `asked` is the group that the reader chose and `chosen` the one that is shown: a wider one where that was too
    small. `minimum` is the smallest group of which figures are shown; `span` holds the days of the first and the last
    submission of the group, None when nothing is shown; `renewed_on` the last report date. `codes` are all by which
    an own selection can be made.
    """

    cluster: Cluster
    own: OwnRecord
    groups: tuple[Choice, ...]
    asked: Choice
    chosen: Choice
    minimum: int
    span: tuple[date, date] | None
    renewed_on: date | None
    codes: Mapping[str, list[str]]
    positions: tuple[Position, ...]
    compositions: tuple[Breakdown, ...]
    profiles: tuple[Breakdown, ...]
    choices: tuple[Choices, ...]

    @property
    def is_shown(self) -> bool:
        """Whether the chosen group is large enough for any figure of it."""
        return self.chosen.is_shown

    @property
    def is_widened(self) -> bool:
        """Whether another group is shown than the one asked for."""
        return self.chosen.key != self.asked.key

    @property
    def everything(self) -> tuple[Found, ...]:
        """All that is compared, in the order of the page."""
        return (*self.positions, *self.compositions, *self.profiles, *self.choices)

    @cached_property
    def statements(self) -> Mapping[Section, tuple[Statement, ...]]:
        """What stands out by the rules of the scheme, by section."""
        return draft(self.own.scheme, (*self.positions, *self.compositions, *self.profiles))

    @property
    def outside(self) -> tuple[Position, ...]:
        """The positions outside the middle half of the group."""
        return tuple(position for position in self.positions if position.is_outside)


class _Asking:
    """The blocks of today, for one reader."""

    def __init__(self, reader: Reader) -> None:
        self.view = view_for(reader)

    def choice(self, selection: Selection) -> Choice:
        group = self.view.group(selection)
        return Choice(selection, group.n if group.is_shown else 0)

    @cached_property
    def traits(self) -> frozenset[Trait]:
        return frozenset(Trait.of(text) for text in self.view.traits)


def compare(cluster: Cluster, wish: Wish, known: frozenset[int] = frozenset()) -> Comparison | None:
    """The comparison with the group that is wished, or a wider one; the usual one for a wish that is none.

    `known` are the clusters whose figures the reader can read anyway. None without a submission.
    """
    own = queries.own_record(cluster)
    if own is None:
        return None
    asking = _Asking(Reader(cluster.id, known))
    offered = tuple(asking.choice(one) for one in groups.offered(queries.own_traits(cluster, own)))
    steps = own.scheme.benchmark.widening
    asked = _asked(wish, asking, offered) or _usual(asking, offered, steps)
    wider = (asking.choice(one) for one in groups.widened(asked.selection, steps))
    chosen = next((one for one in (asked, *wider) if one.is_shown), asked)
    group = asking.view.group(chosen.selection)
    topics = topics_of(own.scheme)
    found = [report(topic, own.contribution, group, own.earlier) for topic in topics]
    return Comparison(
        cluster=cluster,
        own=own,
        groups=offered,
        asked=asked,
        chosen=chosen,
        minimum=asking.view.minimum,
        span=_days(group.span) if chosen.is_shown else None,
        renewed_on=queries.last_report_date(),
        codes=_codes(asking.traits),
        positions=tuple(one for one in found if isinstance(one, Position) and one.says_something),
        compositions=_breakdowns(found, "composition"),
        profiles=_breakdowns(found, "profile"),
        choices=tuple(one for one in found if isinstance(one, Choices) and one.says_something),
    )


def _days(span: tuple[int, int] | None) -> tuple[date, date] | None:
    return None if span is None else (day_of(span[0]), day_of(span[1]))


def _asked(wish: Wish, asking: _Asking, offered: tuple[Choice, ...]) -> Choice | None:
    known = asking.traits
    selection = None
    if wish.codes is not None:
        selection = groups.chosen_from(wish.codes, known)
    elif wish.key is not None:
        selection = groups.selection_of(wish.key)
    if selection is None or not _is_offered(selection, known, offered):
        return None
    return asking.choice(selection)


def _usual(asking: _Asking, offered: tuple[Choice, ...], steps: Iterable[Iterable[str]]) -> Choice:
    """The first group, or a wider one whose middle half is shown too, not medians alone; else any that is shown."""
    wider = (asking.choice(one) for one in groups.widened(offered[0].selection, steps))
    rich = (one for one in (offered[0], *wider) if one.n >= QUARTILES_FROM)
    return next(rich, None) or next((one for one in offered if one.is_shown), offered[0])


def _is_offered(selection: Selection, known: frozenset[Trait], offered: tuple[Choice, ...]) -> bool:
    """Whether it is one of the groups of the cluster, or made of codes that somebody in a block has."""
    codes = {Trait(kind, code) for kind, some in selection.wanted.items() for code in some}
    return codes <= known or any(one.key == groups.key_of(selection) for one in offered)


def _codes(traits: frozenset[Trait]) -> dict[str, list[str]]:
    return {kind: sorted(trait.code for trait in traits if trait.kind == kind) for kind in KINDS}


def _breakdowns(found: list[Found], kind: str) -> tuple[Breakdown, ...]:
    return tuple(
        one for one in found if isinstance(one, Breakdown) and one.topic.kind == kind and one.says_something
    )
