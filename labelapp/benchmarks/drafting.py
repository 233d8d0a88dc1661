"""Drafting what stands out in a comparison, by the rules of the scheme. Pure, and in exact arithmetic.

A statement is made of figures that are disclosed and of nothing else: a rule whose condition or text needs one that
is withheld says nothing. The same figures give the same statements in the same order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from labelapp.benchmarks.report import Breakdown, Part, Position
from labelapp.benchmarks.values import Topic
from labelapp.schemes.definition import Indicator, Scheme
from labelapp.schemes.drafting import (
    SECTIONS,
    BelowNextLevel,
    Changed,
    Condition,
    DraftingRule,
    MiddleHalf,
    PartDiffers,
    PercentileBeyond,
    Section,
    Side,
    Unanswered,
)

MIDDLE = 50
Figures = Mapping[str, Fraction]


@dataclass(frozen=True)
class Statement:
    """What is said of one topic: an English text of the scheme with places, and the figures for these.

    Figures are in the unit of the topic (shares of a composition in percent); `n`, `percentile`, `from` and `to` are
    whole numbers. `part` is the English label of the part that is spoken of, else empty.
    """

    section: Section
    topic: Topic
    text: str
    figures: Figures
    part: str = ""


@dataclass(frozen=True)
class _Matter:
    """What rules are asked about: all that is disclosed of one topic, or of one part of it.

    `apart` is how far the own figure lies from the middle of the group, from 0 to 100; of equal rules the one with
    the largest is kept.
    """

    topic: Topic
    figures: Figures
    answered: bool
    apart: Fraction = Fraction(0)
    part: str = ""
    change: Fraction | None = None


@dataclass(frozen=True)
class _Draft:
    statement: Statement
    order: tuple[int, Fraction, int, int]


def draft(scheme: Scheme, found: Sequence[Position | Breakdown]) -> dict[Section, tuple[Statement, ...]]:
    """The statements of each section, at most as many as the scheme allows, in the order of `found`.

    Of each topic one section says one thing.
    """
    drafts: dict[Section, list[_Draft]] = {section: [] for section in SECTIONS}
    for order, one in enumerate(found):
        matters = list(_matters(scheme, one))
        for section in SECTIONS:
            best = min(_drafts(scheme, section, matters, order), key=lambda a: a.order, default=None)
            if best is not None:
                drafts[section].append(best)
    return {section: _kept(some, getattr(scheme.drafting.most, section)) for section, some in drafts.items()}


def _kept(drafts: list[_Draft], most: int) -> tuple[Statement, ...]:
    kept = sorted(drafts, key=lambda a: a.order)[:most]
    return tuple(one.statement for one in drafts if one in kept)


def _drafts(scheme: Scheme, section: Section, matters: Sequence[_Matter], order: int) -> Iterator[_Draft]:
    """What the rules of a section say about one topic, and in which order they come to speak."""
    for number, rule in enumerate(scheme.drafting.rules):
        for matter in matters:
            topic = matter.topic
            if (
                rule.section == section
                and rule.is_about(topic.code, topic.unit, topic.kind)
                and _speaks(rule, matter)
            ):
                figures = {name: matter.figures[name] for name in rule.places if name in matter.figures}
                statement = Statement(section, topic, rule.text, figures, matter.part)
                yield _Draft(statement, (-rule.priority, -matter.apart, order, number))


def _speaks(rule: DraftingRule, matter: _Matter) -> bool:
    """Whether all conditions hold and every place of the text has its figure."""
    named = {"group"} | ({"part"} if matter.part else set())
    return rule.places - named <= matter.figures.keys() and all(_holds(one, matter) for one in rule.when)


def _holds(condition: Condition, matter: _Matter) -> bool:
    figures = matter.figures
    match condition:
        case MiddleHalf():
            return _known(figures, "own", "low", "high") and _is_outside(
                figures["own"], figures["low"], figures["high"], condition.side
            )
        case PercentileBeyond():
            return _known(figures, "percentile") and (
                (condition.at_least is not None and figures["from"] >= condition.at_least)
                or (condition.at_most is not None and figures["to"] <= condition.at_most)
            )
        case Changed():
            return _known(figures, "own", "before") and _has_changed(
                figures["own"] - figures["before"], matter.change, condition
            )
        case PartDiffers():
            return bool(matter.part) and _is_outside(
                figures["own"],
                figures["of_group"] - condition.by_more_than,
                figures["of_group"] + condition.by_more_than,
                condition.side,
            )
        case Unanswered():
            return not matter.answered and not matter.part
        case BelowNextLevel():
            return _known(figures, "next")


def _known(figures: Figures, *names: str) -> bool:
    return all(name in figures for name in names)


def _is_outside(own: Fraction, low: Fraction, high: Fraction, side: Side) -> bool:
    return (side != "below" and own > high) or (side != "above" and own < low)


def _has_changed(moved: Fraction, of_group: Fraction | None, condition: Changed) -> bool:
    """Without a figure of the group nothing is said about what it did, not even that it did not."""
    if of_group is None or abs(moved) <= condition.by_more_than:
        return False
    if condition.direction != "either" and (moved > 0) is not (condition.direction == "up"):
        return False
    went_along = abs(of_group) > condition.by_more_than and (of_group > 0) is (moved > 0)
    return went_along is (condition.group == "also")


def _matters(scheme: Scheme, found: Position | Breakdown) -> Iterator[_Matter]:
    """A value as a whole; a composition or profile as a whole and part by part."""
    if isinstance(found, Position):
        indicators = (
            one for one in scheme.indicator_list if one.benchmark and one.benchmark.code == found.topic.code
        )
        yield _of_value(found, next(indicators, None))
        return
    yield _Matter(found.topic, _count(found), found.has_own)
    for part in found.parts:
        if part.own is not None and part.group is not None:
            yield _of_part(found, part, part.own, part.group)


def _of_value(found: Position, indicator: Indicator | None) -> _Matter:
    group, place, trend = found.group, found.standing, found.trend
    figures = {
        "own": found.own,
        "n": None if group.median is None else Fraction(group.n),
        "median": group.median,
        "low": group.q1,
        "high": group.q3,
        "percentile": None if place is None else Fraction(floor(place.percentile)),
        "from": None if place is None else Fraction(floor(place.low)),
        "to": None if place is None else Fraction(ceil(place.high)),
        "before": found.own_before,
        "group_before": trend.before,
        "group_now": trend.now,
        "next": None if found.own is None or indicator is None else next_bound(indicator, found.own),
    }
    return _Matter(
        topic=found.topic,
        figures={name: value for name, value in figures.items() if value is not None},
        answered=found.own is not None,
        apart=Fraction(0) if place is None else abs(place.percentile - MIDDLE),
        change=trend.change,
    )


def _count(found: Breakdown) -> Figures:
    return {"n": Fraction(found.n)} if found.has_group else {}


def _of_part(found: Breakdown, part: Part, own: Fraction, group: Fraction) -> _Matter:
    """Shares in percent; the levels of a profile as they are."""
    is_share = found.topic.kind == "composition"
    whole = Fraction(100 if is_share else 1)
    figures = {**_count(found), "own": own * whole, "of_group": group * whole}
    highest = Fraction(1 if is_share else found.topic.highest or 1)
    return _Matter(found.topic, figures, True, 100 * abs(own - group) / highest, part.label)


def next_bound(indicator: Indicator, own: Fraction) -> Fraction | None:
    """Where the next level of an indicator begins; None on the highest, and without bands of the value compared."""
    if indicator.benchmark is None or indicator.benchmark.of != "measure":
        return None
    for level in reversed(indicator.levels):
        if level.at_least is not None and own < level.at_least:
            return level.at_least
        if level.at_most is not None and own > level.at_most:
            return level.at_most
    return None
