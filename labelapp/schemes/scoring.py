"""Scoring: answers, or an assessor's points, become points, minimum requirements and an outcome."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from labelapp.schemes.answers import Answers, is_answered, look_up, not_applicable_reason, read_points
from labelapp.schemes.awarding import award
from labelapp.schemes.definition import Indicator, Level, Scheme
from labelapp.schemes.field_types import ChecklistField
from labelapp.schemes.measures import Inputs, Measured, take
from labelapp.schemes.minimums import is_minimum_met
from labelapp.schemes.results import DimensionResult, IndicatorResult, Result, Status, Total


@dataclass(frozen=True)
class _Case:
    """What is scored: answers, an assessor's judgement, and the day to which years are counted."""

    scheme: Scheme
    answers: Answers
    points: Mapping[str, Fraction]
    minimums: Mapping[str, bool]
    on: date
    refused: Collection[str] = ()


def score(
    scheme: Scheme,
    answers: Answers,
    points: Mapping[str, Fraction | str] | None = None,
    minimums: Mapping[str, bool] | None = None,
    *,
    on: date,
    refused: Collection[str] = (),
) -> Result:
    """Score answers as stored (see `read_answers`); `on` is the day to which years are counted.

    `points` (weight included) and `minimums` are an assessor's judgement and take the place of what the
    answers give. Points for an indicator declared not applicable bring it back. `refused` are indicators whose
    answers an assessor does not believe; it counts where there are neither points nor a minimum requirement.
    Raises AnswerErrors when points name unknown indicators or lie outside the scale.
    """
    case = _Case(scheme, answers, read_points(scheme, points or {}), minimums or {}, on, refused)
    indicators = {indicator.code: _score_indicator(case, indicator) for indicator in scheme.indicator_list}
    dimensions = {
        dimension.code: _dimension(dimension.code, [indicators[code] for code in dimension.indicators])
        for dimension in scheme.dimensions
    }
    total = _total(indicators.values())
    missing = [result.code for result in indicators.values() if result.missing]
    awarded, reasons = award(scheme, indicators, total, missing)
    return Result(indicators, dimensions, total, awarded, reasons, missing)


def score_indicator(scheme: Scheme, indicator: Indicator, answers: Answers, *, on: date) -> IndicatorResult:
    """The result of one indicator alone, as in `score`; reads its answers and those that it takes over."""
    return _score_indicator(_Case(scheme, answers, {}, {}, on), indicator)


def _score_indicator(case: _Case, indicator: Indicator) -> IndicatorResult:
    code, scored = indicator.code, indicator.scored
    judgement = case.points.get(code) if scored else None
    judged = judgement is not None
    if not judged and not_applicable_reason(indicator, case.answers) is not None:
        return IndicatorResult(code, None, Fraction(0), None, scored, None, "not_applicable")
    values = {field.code: look_up(case.scheme, indicator, field, case.answers) for field in indicator.fields}
    measured = _measure(case, indicator, values)
    on_scale = judgement / indicator.weight if judgement is not None else _points(indicator, measured.value)
    minimum_met = case.minimums.get(code)
    if minimum_met is None:
        ticked = _ticked(indicator, values)
        minimum_met = is_minimum_met(indicator, measured.value, on_scale, judged, ticked)
    level, next_level = _levels(indicator, on_scale)
    status = _status(indicator, case.answers)
    points = on_scale * indicator.weight if scored and on_scale is not None else None
    unknown = (scored and points is None) or (indicator.minimum is not None and minimum_met is None)
    return IndicatorResult(
        code=code,
        points=points,
        max=indicator.max_points,
        minimum_met=minimum_met,
        scored=scored,
        measure=measured.value,
        status=status,
        level=level,
        next_level=next_level,
        numerator=measured.numerator,
        denominator=measured.denominator,
        judged=judged,
        missing=unknown or (not judged and status != "answered"),
        refused=code in case.refused and not scored and indicator.minimum is None,
    )


def _measure(case: _Case, indicator: Indicator, values: Mapping[str, object]) -> Measured:
    if indicator.measure is None:
        return Measured(None)
    return take(indicator.measure, Inputs(indicator, values, case.on))


def _points(indicator: Indicator, measure: Fraction | None) -> Fraction | None:
    """The points of a measure on the indicator's own scale, before the weight."""
    if measure is None or not indicator.levels:
        return None
    if indicator.has_bands:
        return next(level.points for level in indicator.levels if level.holds(measure))
    # Without bands the measure is the points, within the scale.
    return max(Fraction(0), min(measure, indicator.levels[0].points))


def _levels(indicator: Indicator, points: Fraction | None) -> tuple[Level | None, Level | None]:
    """The highest level whose points are reached, and the one above it."""
    if points is None:
        return None, None
    for index, level in enumerate(indicator.levels):
        if points >= level.points:
            return level, indicator.levels[index - 1] if index else None
    return None, indicator.levels[-1] if indicator.levels else None


def _ticked(indicator: Indicator, values: Mapping[str, object]) -> set[str] | None:
    """The items fulfilled in all checklists of the indicator; None while one is not answered."""
    ticked = set[str]()
    for field in indicator.fields:
        if isinstance(field, ChecklistField):
            value = values.get(field.code)
            if not isinstance(value, list):
                return None
            ticked.update(value)
    return ticked


def _status(indicator: Indicator, answers: Answers) -> Status:
    if not answers.get(indicator.code) and any(field.from_ is None for field in indicator.fields):
        return "open"
    return "answered" if is_answered(indicator, answers) else "begun"


def _total(results: Iterable[IndicatorResult]) -> Total:
    counted = [result for result in results if result.scored and result.applies]
    points = sum((result.points for result in counted if result.points is not None), Fraction(0))
    maximum = sum((result.max for result in counted), Fraction(0))
    reachable = sum((result.reachable for result in counted), Fraction(0))
    return Total(points, maximum, points * 100 / maximum if maximum else None, reachable)


def _dimension(code: str, results: list[IndicatorResult]) -> DimensionResult:
    total = _total(results)
    return DimensionResult(total.points, total.max, total.percent, total.reachable, code)
