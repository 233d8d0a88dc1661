"""Comparisons: the figures of the page, under the same disclosure control, with the reason of every gap.

Figures are decimal text, cut and never rounded, with two places; `null` has its reason in `withheld`.
"""

from datetime import date
from fractions import Fraction
from math import ceil
from typing import Literal

from pydantic import BaseModel, Field

from labelapp.api.core.links import Link
from labelapp.api.core.paging import PageOf
from labelapp.api.shapes.common import ClusterName, SchemeKey
from labelapp.benchmarks.comparison import Choice, Comparison
from labelapp.benchmarks.disclosure.reasons import Reason
from labelapp.benchmarks.disclosure.thresholds import cut_digits
from labelapp.benchmarks.naming import group_name
from labelapp.benchmarks.report import Breakdown, Position
from labelapp.schemes.numbers import cut_percent
from labelapp.web.locale import scheme_text


class ComparableCluster(BaseModel):
    """A cluster organisation whose comparison the person may read, and why."""

    cluster: ClusterName
    because: Literal["team", "remit"] = Field(
        description="In its team, or its country is in the remit of the partner and it agreed"
    )
    comparison: Link


class ComparablePage(PageOf[ComparableCluster]):
    """A page of cluster organisations that can be compared."""


class ComparedGroup(BaseModel):
    """A group of cluster organisations. `n` is null when it is too small to be spoken of."""

    key: str = Field(examples=["portfolio:maritime+country:DK"])
    name: str
    n: int | None


class Standing(BaseModel):
    """The percentile of the own value with its 95 % interval."""

    percentile: int
    low: int
    high: int


class Trend(BaseModel):
    """The medians of those who answered in the cycle before too."""

    before: str | None
    now: str | None
    n: int | None


class ValueBeside(BaseModel):
    """One value beside its group."""

    code: str
    label: str
    unit: str
    dimension: str
    own: str | None
    n: int | None = Field(description="How many of the group answered; null below the minimum")
    p10: str | None
    q1: str | None
    median: str | None
    q3: str | None
    p90: str | None
    mean: str | None
    mean_n: int | None = Field(description="How many are in the mean")
    standing: Standing | None
    trend: Trend
    withheld: dict[str, Reason] = Field(description="Why a figure is missing, by its name")


class PartBeside(BaseModel):
    """One part of a composition (percent of the whole) or of a profile (its own value)."""

    code: str
    label: str
    own: str | None
    group: str | None


class PartsBeside(BaseModel):
    """Several parts beside those of the group: mean shares of a composition, medians of a profile."""

    code: str
    label: str
    unit: str
    kind: Literal["composition", "profile"]
    n: int | None
    parts: list[PartBeside]
    withheld: Reason | None


class ComparisonAnswer(BaseModel):
    """A cluster organisation beside a group. Where that asked for is too small, a wider one is shown."""

    cluster: ClusterName
    scheme: SchemeKey
    submitted_on: date
    asked: ComparedGroup
    group: ComparedGroup
    widened: bool
    minimum: int = Field(description="The smallest group of which figures are shown")
    submissions_from: date | None
    submissions_until: date | None
    renewed_on: date | None = Field(description="The last day on which figures could change")
    groups: list[ComparedGroup] = Field(description="Groups of this cluster organisation to choose from")
    values: list[ValueBeside]
    compositions: list[PartsBeside]
    profiles: list[PartsBeside]


def comparison_answer(found: Comparison) -> ComparisonAnswer:
    """Everything of a comparison that may be shown."""
    cluster, scheme = found.cluster, found.own.scheme
    first, last = found.span or (None, None)
    return ComparisonAnswer(
        cluster=ClusterName(id=cluster.id, name=cluster.name, country=cluster.country, place=cluster.place),
        scheme=SchemeKey.of(scheme.code, scheme.version),
        submitted_on=found.own.submitted_on,
        asked=_group(found.asked),
        group=_group(found.chosen),
        widened=found.is_widened,
        minimum=found.minimum,
        submissions_from=first,
        submissions_until=last,
        renewed_on=found.renewed_on,
        groups=[_group(one) for one in found.groups],
        values=[_value(one, found.minimum) for one in found.positions],
        compositions=[_parts(one, found) for one in found.compositions],
        profiles=[_parts(one, found) for one in found.profiles],
    )


def _group(choice: Choice) -> ComparedGroup:
    return ComparedGroup(key=choice.key, name=group_name(choice.selection), n=choice.n or None)


def _value(position: Position, minimum: int) -> ValueBeside:
    topic, group, place, trend = position.topic, position.group, position.standing, position.trend
    mean = position.mean.mean
    return ValueBeside(
        code=topic.code,
        label=scheme_text(topic.label),
        unit=scheme_text(topic.unit),
        dimension=scheme_text(topic.dimension),
        own=_figure(position.own),
        n=_size(group.n, minimum),
        p10=_figure(group.p10),
        q1=_figure(group.q1),
        median=_figure(group.median),
        q3=_figure(group.q3),
        p90=_figure(group.p90),
        mean=None if mean is None else _figure(cut_digits(mean)),
        mean_n=None if mean is None else position.mean.n,
        standing=None
        if place is None
        else Standing(percentile=int(place.percentile), low=int(place.low), high=ceil(place.high)),
        trend=Trend(before=_figure(trend.before), now=_figure(trend.now), n=_size(trend.n, minimum)),
        withheld=dict(position.withheld),
    )


def _parts(found: Breakdown, comparison: Comparison) -> PartsBeside:
    topic = found.topic
    times = 100 if topic.kind == "composition" else 1
    missing = Reason.FEW_ANSWERS if comparison.is_shown else Reason.SMALL_GROUP
    complete = all(part.group is not None for part in found.parts)
    return PartsBeside(
        code=topic.code,
        label=scheme_text(topic.label),
        unit=scheme_text(topic.unit),
        kind="composition" if topic.kind == "composition" else "profile",
        n=_size(found.n, comparison.minimum),
        parts=[
            PartBeside(
                code=part.code,
                label=scheme_text(part.label),
                own=_figure(part.own, times),
                group=_figure(part.group, times),
            )
            for part in found.parts
        ],
        withheld=None if complete else missing,
    )


def _figure(value: Fraction | None, times: int = 1) -> str | None:
    return None if value is None else cut_percent(value * times, 2)


def _size(n: int, minimum: int) -> int | None:
    return n if n >= minimum else None
