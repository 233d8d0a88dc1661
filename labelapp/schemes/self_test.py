"""The self-test: a few indicators of a scheme, each asked in one question, and what the answers come to."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from labelapp.schemes.answers import Answers, look_up
from labelapp.schemes.awarding_rules import PercentOfMaximum
from labelapp.schemes.definition import AnyField, Indicator, Level, Scheme
from labelapp.schemes.field_types import IntegerField
from labelapp.schemes.measure_types import Checklist, Count, Ratio, Rubric, Value
from labelapp.schemes.results import IndicatorResult, Total
from labelapp.schemes.scoring import score

_SHORT = frozenset({"integer", "decimal", "choice", "checklist", "rubric"})


@dataclass(frozen=True)
class Question:
    """How an indicator is asked: by the one `field` that its measure takes, or (None) by its levels."""

    indicator: Indicator
    field: AnyField | None


@dataclass(frozen=True)
class SelfTestResult:
    """What was asked, scored: the total and dimensions of the indicators asked, and no more than these.

    `threshold` are the points that the percentage of the scheme means for them, None without one.
    """

    indicators: Mapping[str, IndicatorResult]
    total: Total
    dimensions: Mapping[str, Total]
    threshold: Fraction | None
    missed: tuple[str, ...]
    unanswered: tuple[str, ...]


def question_of(indicator: Indicator) -> Question | None:
    """How an indicator can be asked in one question; None when it cannot."""
    measure = indicator.measure
    if isinstance(measure, Value | Checklist | Rubric | Count):
        field = next((one for one in indicator.fields if one.code == measure.of), None)
        if field is not None and field.from_ is None and field.type in _SHORT:
            return Question(indicator, field)
    return Question(indicator, None) if indicator.levels else None


def questions(scheme: Scheme) -> list[Question]:
    """The questions of a scheme's self-test, empty when it has none."""
    codes = scheme.self_test.indicators if scheme.self_test else ()
    found = (question_of(scheme.indicators[code]) for code in codes)
    return [question for question in found if question is not None]


def self_test_result(
    scheme: Scheme, answers: Answers, levels: Mapping[str, Level], on: date
) -> SelfTestResult:
    """Score the answers to questions asked by field, and the levels chosen in the others."""
    asked = [question.indicator for question in questions(scheme)]
    points = {code: level.points * scheme.indicators[code].weight for code, level in levels.items()}
    scored = {code: worth for code, worth in points.items() if scheme.indicators[code].scored}
    results = score(scheme, answers, points=scored, on=on).indicators
    given = {one.code: _known(results[one.code], one.code in answers or one.code in levels) for one in asked}
    total = _total(given.values())
    shares = [rule.at_least for rule in scheme.awarding if isinstance(rule, PercentOfMaximum)]
    return SelfTestResult(
        indicators=given,
        total=total,
        dimensions={
            one.code: _total(given[code] for code in one.indicators if code in given)
            for one in scheme.dimensions
            if any(code in given for code in one.indicators)
        },
        threshold=max(shares) * total.max / 100 if shares and total.max else None,
        missed=tuple(code for code, one in given.items() if one.minimum_met is False),
        unanswered=tuple(code for code in given if code not in answers and code not in levels),
    )


def _known(result: IndicatorResult, answered: bool) -> IndicatorResult:
    if answered:
        return result
    return IndicatorResult(result.code, None, result.max, None, result.scored, None, "open")


def _total(results: Iterable[IndicatorResult]) -> Total:
    counted = [one for one in results if one.scored]
    points = sum((one.points for one in counted if one.points is not None), Fraction(0))
    maximum = sum((one.max for one in counted), Fraction(0))
    reachable = sum((one.reachable for one in counted), Fraction(0))
    return Total(points, maximum, points * 100 / maximum if maximum else None, reachable)


def implied_answer(
    scheme: Scheme, question: Question, level: Level, answers: Answers
) -> tuple[str, int] | None:
    """The field and the smallest number that give the level chosen; None where a level does not tell.

    It tells for a percentage of something that is known: 65 % or more of 84 participants are 55.
    """
    indicator, measure = question.indicator, question.indicator.measure
    if not isinstance(measure, Ratio) or measure.as_ != "percent" or level.at_least is None:
        return None
    if not isinstance(measure.of, str) or not isinstance(measure.to, str):
        return None
    if "." in measure.of or "." in measure.to:
        return None
    part, whole = indicator.field(measure.of), indicator.field(measure.to)
    known = look_up(scheme, indicator, whole, answers)
    if not isinstance(part, IntegerField) or part.from_ is not None or not isinstance(known, int):
        return None
    return part.code, math.ceil(level.at_least * known / 100)
