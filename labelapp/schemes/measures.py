"""Evaluating the measure of an indicator: named operations on exact numbers, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from labelapp.schemes.definition import AnyField, Indicator
from labelapp.schemes.field_types import ChecklistField, ChoiceField, CountsField, MoneyField
from labelapp.schemes.measure_types import (
    Cap,
    Checklist,
    Count,
    Mean,
    Measure,
    Operand,
    Ratio,
    Rubric,
    Share,
    Sum,
    Value,
    YearsSince,
)
from labelapp.schemes.months import add_months


@dataclass(frozen=True)
class Measured:
    """The value of a measure, and for a ratio or share what was divided by what; None means not known."""

    value: Fraction | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None


@dataclass(frozen=True)
class Inputs:
    """What a measure is taken from: an indicator, its values as stored, and the reference date."""

    indicator: Indicator
    values: Mapping[str, object]
    on: date

    def field(self, code: str) -> tuple[AnyField, object]:
        return self.indicator.field(code), self.values.get(code)


def take(measure: Measure, inputs: Inputs) -> Measured:
    """Evaluate the measure of an indicator. Not known when an input is missing or a divisor is zero."""
    if isinstance(measure, Ratio):
        divided, by = _operand(measure.of, inputs), _operand(measure.to, inputs)
        return _quotient(divided, by, 100 if measure.as_ == "percent" else 1)
    if isinstance(measure, Share):
        return _share(measure, inputs)
    return Measured(_evaluate(measure, inputs))


def _evaluate(measure: Measure, inputs: Inputs) -> Fraction | None:
    match measure:
        case Ratio() | Share():
            return take(measure, inputs).value
        case Sum() | Mean():
            total = _total([_operand(operand, inputs) for operand in measure.of])
            return total / len(measure.of) if total is not None and isinstance(measure, Mean) else total
        case Cap():
            return _cap(measure, inputs)
        case Count():
            return _count(measure, inputs)
        case YearsSince():
            _, value = inputs.field(measure.of)
            return years_since(date.fromisoformat(value), inputs.on) if isinstance(value, str) else None
        case Value() | Checklist() | Rubric():
            return _operand(measure.of, inputs)


def _operand(operand: Operand, inputs: Inputs) -> Fraction | None:
    if not isinstance(operand, str):
        return _evaluate(operand, inputs)
    code, _, part = operand.partition(".")
    field, value = inputs.field(code)
    if value is None:
        return None
    if isinstance(field, MoneyField | CountsField):
        amounts = _amounts(value)
        return amounts.get(part, Fraction(0)) if part else sum(amounts.values(), Fraction(0))
    return _number(field, value)


def _number(field: AnyField, value: object) -> Fraction | None:
    """What one answer is worth as a number: ticked items and chosen options count their points."""
    if isinstance(field, ChecklistField) and isinstance(value, list):
        return sum((item.points for item in field.items if item.code in value), Fraction(0))
    if isinstance(field, ChoiceField):
        return next((option.points for option in field.options if option.code == value), None)
    return Fraction(value) if isinstance(value, int | str) else None


def _amounts(value: object) -> dict[str, Fraction]:
    return {code: Fraction(amount) for code, amount in value.items()} if isinstance(value, Mapping) else {}


def _quotient(numerator: Fraction | None, denominator: Fraction | None, scale: int) -> Measured:
    value = numerator * scale / denominator if numerator is not None and denominator else None
    return Measured(value, numerator, denominator)


def _share(measure: Share, inputs: Inputs) -> Measured:
    field, value = inputs.field(measure.within)
    if value is None:
        return Measured(None)
    amounts = _amounts(value)
    if measure.of == "private" and isinstance(field, MoneyField):
        wanted = {source.code for source in field.sources if source.private}
    else:
        wanted = set(measure.of)
    part = sum((amount for code, amount in amounts.items() if code in wanted), Fraction(0))
    return _quotient(part, sum(amounts.values(), Fraction(0)), 100)


def _count(measure: Count, inputs: Inputs) -> Fraction | None:
    _, value = inputs.field(measure.of)
    if isinstance(value, list):
        return Fraction(len(value))
    if isinstance(value, Mapping):
        return Fraction(sum(amount >= measure.at_least for amount in _amounts(value).values()))
    return None


def _cap(measure: Cap, inputs: Inputs) -> Fraction | None:
    value = _operand(measure.of, inputs)
    limit = measure.at_most if isinstance(measure.at_most, Fraction) else _operand(measure.at_most, inputs)
    return min(value, limit) if value is not None and limit is not None else None


def _total(numbers: list[Fraction | None]) -> Fraction | None:
    known = [number for number in numbers if number is not None]
    return sum(known, Fraction(0)) if len(known) == len(numbers) else None


def years_since(start: date, on: date) -> Fraction:
    """Years from a date to another, exact to the day: whole on anniversaries, 0 for a date to come.

    A part of a month counts as its days divided by the days of that month.
    """
    if on <= start:
        return Fraction(0)
    months = (on.year - start.year) * 12 + on.month - start.month
    if add_months(start, months) > on:
        months -= 1
    reached, following = add_months(start, months), add_months(start, months + 1)
    part = Fraction((on - reached) // timedelta(days=1), (following - reached) // timedelta(days=1))
    return (months + part) / 12
