"""The path to the label: which improvements reach the awarding rules with the fewest indicators, or least effort.

Exact: a search over all levels of all indicators by dynamic programming on whole numbers, no heuristic and no
float. Each indicator is improved for itself; that an answer counts for several indicators is not used, so a plan
never promises too much by it. See docs/decisions/0014-path-to-the-label.md.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import product

from labelapp.schemes.answers import Answers
from labelapp.schemes.awarding_rules import (
    AllMinimums,
    AllStandards,
    AwardingRule,
    ChecklistAtLeast,
    Either,
    ImprovementAreasRule,
    PercentOfMaximum,
)
from labelapp.schemes.definition import Indicator, Scheme
from labelapp.schemes.field_types import ChecklistField
from labelapp.schemes.improvement_steps import Step, steps_of
from labelapp.schemes.results import Result
from labelapp.schemes.scoring import score

__all__ = ["Aim", "Effort", "Path", "Plan", "Step", "default_effort", "find_path", "points_with_items"]


class Effort(StrEnum):
    """What one level more of an indicator takes."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    IMPOSSIBLE = "impossible"


# What one level more weighs against another.
WEIGHTS = {Effort.SMALL: 1, Effort.MEDIUM: 2, Effort.LARGE: 4}
_FEW_LEVELS = 3


class Aim(StrEnum):
    """What stands at the end of the path: rules to reach, nothing left to do, no way, or no rule about results."""

    PLANS = "plans"
    REACHED = "reached"
    IMPOSSIBLE = "impossible"
    NO_RULE = "no_rule"


@dataclass(frozen=True)
class Plan:
    """Improvements that together reach the label: their weight, and the total with them."""

    steps: tuple[Step, ...]
    weight: int
    points: Fraction


@dataclass(frozen=True)
class Path:
    """From a result to the label.

    `needed` are points of the maximum, None where no rule asks for points. `blocked` names the indicators
    without which there is no way, `short_of` the points that even all allowed improvements leave open.
    """

    aim: Aim
    needed: Fraction | None = None
    fewest: Plan | None = None
    cheapest: Plan | None = None
    blocked: tuple[str, ...] = ()
    short_of: Fraction = Fraction(0)


@dataclass(frozen=True)
class _Goal:
    """The rules with one alternative of each `either` chosen: points, indicators to be met, and counts of them."""

    needed: Fraction
    minimums: frozenset[str]
    standards: frozenset[str]
    counts: tuple[tuple[frozenset[str], int], ...]


def default_effort(indicator: Indicator) -> Effort:
    """The effort of a level while nobody has said another.

    Of few levels each is a large step, and nothing but waiting raises a number of years.
    """
    waits = indicator.measure is not None and indicator.measure.kind == "years_since"
    return Effort.LARGE if waits or 0 < len(indicator.levels) <= _FEW_LEVELS else Effort.MEDIUM


def find_path(
    scheme: Scheme,
    result: Result,
    efforts: Mapping[str, Effort] | None = None,
    ticked: Mapping[str, Fraction] | None = None,
) -> Path:
    """The two best plans from a result to the label.

    What is not answered counts as 0 points that can be reached. `efforts` by indicator take the place of the
    default ones; `ticked` are the points (weight included) that an indicator has once all items of its minimum
    requirement are fulfilled, where this is known.
    """
    if not any(_about_results(rule) for rule in scheme.awarding):
        return Path(Aim.NO_RULE)
    chosen = {code: default_effort(one) for code, one in scheme.indicators.items()} | dict(efforts or {})
    able = {code for code, effort in chosen.items() if effort is not Effort.IMPOSSIBLE}
    options = {
        code: steps_of(
            indicator, result.indicators[code], WEIGHTS.get(chosen[code], 0), (ticked or {}).get(code)
        )
        for code, indicator in scheme.indicators.items()
        if result.indicators[code].applies
    }
    goals = list(_goals(scheme, result))
    allowed = {code: steps if code in able else steps[:1] for code, steps in options.items()}
    fewest = _best(goals, allowed, by_weight=False)
    needed = _points_needed(scheme, result)
    if fewest is None:
        return _no_way(goals, options, allowed, needed)
    aim = Aim.PLANS if fewest.steps else Aim.REACHED
    return Path(aim, needed, fewest, _best(goals, allowed, by_weight=True))


def points_with_items(scheme: Scheme, answers: Answers, on: date) -> dict[str, Fraction]:
    """The points of each indicator with a minimum requirement of items, once all of these are fulfilled too."""
    completed = {code: dict(fields) for code, fields in answers.items()}
    asked = [one for one in scheme.indicator_list if one.minimum and one.minimum.items]
    for indicator in asked:
        items = indicator.minimum.items if indicator.minimum else ()
        for field in indicator.fields:
            if isinstance(field, ChecklistField) and field.from_ is None:
                ticked = completed.setdefault(indicator.code, {}).get(field.code)
                more = [item.code for item in field.items if item.code in items]
                completed[indicator.code][field.code] = [*(ticked if isinstance(ticked, list) else ()), *more]
    results = score(scheme, completed, on=on).indicators
    found = {one.code: results[one.code].points for one in asked}
    return {code: points for code, points in found.items() if points is not None}


def _about_results(rule: AwardingRule) -> bool:
    if isinstance(rule, Either):
        return any(_about_results(one) for one in rule.any_of)
    return rule.rule not in ("no_pass_mark", "committee")


def _points_needed(scheme: Scheme, result: Result) -> Fraction | None:
    shares = [rule.at_least for rule in scheme.awarding if isinstance(rule, PercentOfMaximum)]
    return max(shares) * result.total.max / 100 if shares else None


def _goals(scheme: Scheme, result: Result) -> Iterator[_Goal]:
    """One goal for each way to choose among the alternatives."""
    for rules in product(*(_alternatives(rule) for rule in scheme.awarding)):
        yield _goal(scheme, result, [rule for chosen in rules for rule in chosen])


def _alternatives(rule: AwardingRule) -> list[tuple[AwardingRule, ...]]:
    if isinstance(rule, Either):
        return [chosen for one in rule.any_of for chosen in _alternatives(one)]
    return [(rule,)]


def _goal(scheme: Scheme, result: Result, rules: Iterable[AwardingRule]) -> _Goal:
    applying = [code for code in scheme.indicators if result.indicators[code].applies]
    needed, minimums, standards = Fraction(0), set[str](), set[str]()
    counts: list[tuple[frozenset[str], int]] = []
    for rule in rules:
        if isinstance(rule, PercentOfMaximum):
            needed = max(needed, rule.at_least * result.total.max / 100)
        elif isinstance(rule, AllMinimums):
            named = rule.indicators or applying
            minimums |= {one for one in named if one in applying and scheme.indicators[one].minimum}
        elif isinstance(rule, AllStandards):
            standards |= {one for one in rule.indicators or applying if one in applying}
        elif isinstance(rule, ChecklistAtLeast):
            counts.append((frozenset(rule.indicators or applying) & frozenset(applying), rule.count))
        elif isinstance(rule, ImprovementAreasRule):
            areas = scheme.improvement_areas.indicators if scheme.improvement_areas else ()
            counts.append((frozenset(areas) & frozenset(applying), rule.count))
    return _Goal(needed, frozenset(minimums), frozenset(standards), tuple(counts))


# What is compared, the first that differs decides: number and weight of improvements (or the other way round),
# then the choices as digits of one number, so that of equal plans it is always the same.
_Key = tuple[int, int, int]
# What is reached so far as one number: points in whole units, then as digits how many of each count are met. So
# that steps are added like numbers, a digit has room for all indicators.
_State = int
_Options = Mapping[str, tuple[Step, ...]]


def _best(goals: Iterable[_Goal], options: _Options, *, by_weight: bool) -> Plan | None:
    found = [_Search(goal, options, by_weight).run() for goal in goals]
    known = [one for one in found if one is not None]
    return min(known, key=lambda one: one[0])[1] if known else None


class _Search:
    """The best plan for one goal. A state is what is reached so far; only the best way to each is kept."""

    def __init__(self, goal: _Goal, options: _Options, by_weight: bool) -> None:
        self.goal, self.options, self.by_weight = goal, options, by_weight
        self.must = goal.minimums | goal.standards
        self.order = sorted(options, key=lambda code: code not in self.must)
        self.base = max((len(steps) for steps in options.values()), default=1)
        denominators = (step.points.denominator for steps in options.values() for step in steps)
        self.scale = math.lcm(goal.needed.denominator, *denominators)
        self.digit = len(options) + 1
        self.room = self.digit ** len(goal.counts)
        self.needed = int(goal.needed * self.scale)

    def run(self) -> tuple[tuple[object, ...], Plan] | None:
        """The plan and its rank among those for other goals; None when there is none.

        The indicators that have to change come first. Once the rest may stay as it is, nothing is added.
        """
        states: dict[_State, _Key] = {0: (0, 0, 0)}
        rest = sum(self._brings(self.options[code][0]) for code in self.order)
        for code in self.order:
            states = self._extended(states, code, rest)
            rest -= self._brings(self.options[code][0])
        return self._chosen(states)

    def _extended(self, states: Mapping[_State, _Key], code: str, rest: _State) -> dict[_State, _Key]:
        """Each state with each choice of one more indicator; `rest` is what comes when all others stay."""
        choices = [
            (self._brings(step), *self._counted(step), at)
            for at, step in enumerate(self.options[code])
            if _fits(self.goal, code, step)
        ]
        following: dict[_State, _Key] = {}
        for state, (first, second, digits) in states.items():
            settled = code not in self.must and self._is_enough(state + rest)
            for brings, more_first, more_second, at in choices[:1] if settled else choices:
                reached = state + brings
                longer = (first + more_first, second + more_second, digits * self.base + at)
                if reached not in following or longer < following[reached]:
                    following[reached] = longer
        return self._undominated(following)

    def _undominated(self, states: Mapping[_State, _Key]) -> dict[_State, _Key]:
        """Without the states for which another one, alike in all counts, has as many points for strictly less."""
        cheapest: dict[int, tuple[int, int]] = {}
        kept: dict[_State, _Key] = {}
        for state in sorted(states, reverse=True):
            key, counts = states[state], state % self.room
            if counts not in cheapest or key[:2] <= cheapest[counts]:
                cheapest[counts] = key[:2]
                kept[state] = key
        return kept

    def _chosen(self, states: Mapping[_State, _Key]) -> tuple[tuple[object, ...], Plan] | None:
        ranked = [
            (key[:2], state // self.room, key[2]) for state, key in states.items() if self._is_enough(state)
        ]
        if not ranked:
            return None
        first, points, digits = min(ranked)
        taken, rest = dict[str, Step](), digits
        for code in reversed(self.order):
            rest, at = divmod(rest, self.base)
            taken[code] = self.options[code][at]
        steps = tuple(taken[code] for code in self.options if taken[code].is_improvement)
        total = Fraction(points, self.scale)
        return (first, total, digits), Plan(steps, sum(step.weight for step in steps), total)

    def _brings(self, step: Step) -> _State:
        state = int(step.points * self.scale)
        for codes, _count in self.goal.counts:
            state = state * self.digit + (step.code in codes and step.standard)
        return state

    def _is_enough(self, state: _State) -> bool:
        for _codes, count in reversed(self.goal.counts):
            state, met = divmod(state, self.digit)
            if met < count:
                return False
        return state >= self.needed

    def _counted(self, step: Step) -> tuple[int, int]:
        number = int(step.is_improvement)
        return (step.weight, number) if self.by_weight else (number, step.weight)


def _fits(goal: _Goal, code: str, step: Step) -> bool:
    if code in goal.minimums and not step.minimum_met:
        return False
    return code not in goal.standards or step.standard


def _no_way(goals: list[_Goal], options: _Options, allowed: _Options, needed: Fraction | None) -> Path:
    """Why there is no plan, of the alternative that is blocked by the fewest indicators."""
    reasons = [_obstacles(goal, options, allowed) for goal in goals]
    blocked, short_of = min(reasons, key=lambda one: (len(one[0]), one[1]))
    return Path(Aim.IMPOSSIBLE, needed, blocked=blocked, short_of=short_of)


def _obstacles(goal: _Goal, options: _Options, allowed: _Options) -> tuple[tuple[str, ...], Fraction]:
    closed = tuple(
        code for code, steps in allowed.items() if not any(_fits(goal, code, step) for step in steps)
    )
    reach = sum((max(step.points for step in steps) for steps in allowed.values()), Fraction(0))
    short_of = max(Fraction(0), goal.needed - reach)
    counts_fail = any(
        sum(any(step.standard for step in allowed[code]) for code in codes) < count
        for codes, count in goal.counts
    )
    held_back = tuple(code for code in options if len(options[code]) > len(allowed[code]))
    return (closed or held_back if closed or not (short_of or counts_fail) else held_back), short_of
