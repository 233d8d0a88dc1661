"""Whether a measure fits the fields of its indicator, and the highest value it can have."""

from collections.abc import Iterator
from fractions import Fraction

from labelapp.schemes.definition import AnyField, Indicator
from labelapp.schemes.field_types import ChecklistField, ChoiceField, CountsField, MoneyField, parts
from labelapp.schemes.measure_types import (
    Cap,
    Checklist,
    Count,
    Mean,
    Measure,
    Ratio,
    Rubric,
    Share,
    Sum,
    Value,
    YearsSince,
)
from labelapp.schemes.tree import Steps

Finding = tuple[Steps, str]

_FIELD_TYPES: dict[type, frozenset[str]] = {
    Share: frozenset({"counts", "money"}),
    Count: frozenset({"checklist", "counts"}),
    YearsSince: frozenset({"date"}),
    Checklist: frozenset({"checklist"}),
    Rubric: frozenset({"rubric"}),
}


def measure_findings(indicator: Indicator, measure: Measure, steps: Steps) -> Iterator[Finding]:
    """Yield every reference of a measure that names no suitable field."""
    if isinstance(measure, Ratio):
        yield from _operand(indicator, measure.of, (*steps, "of"))
        yield from _operand(indicator, measure.to, (*steps, "to"))
    elif isinstance(measure, Sum | Mean):
        for index, operand in enumerate(measure.of):
            yield from _operand(indicator, operand, (*steps, "of", index))
    elif isinstance(measure, Cap):
        yield from _operand(indicator, measure.of, (*steps, "of"))
        if not isinstance(measure.at_most, Fraction):
            yield from _operand(indicator, measure.at_most, (*steps, "at_most"))
    elif isinstance(measure, Value):
        yield from _operand(indicator, measure.of, (*steps, "of"))
    else:
        key = "within" if isinstance(measure, Share) else "of"
        code = measure.within if isinstance(measure, Share) else measure.of
        field = _field(indicator, code)
        allowed = _FIELD_TYPES[type(measure)]
        if field is None:
            yield (*steps, key), _unknown(indicator, code)
        elif field.type not in allowed:
            wanted = " or ".join(sorted(allowed))
            yield (*steps, key), f"{measure.kind} needs a field of type {wanted}, {code} is {field.type}"
        elif isinstance(measure, Share):
            yield from _shared(measure, field, (*steps, "of"))


def _operand(indicator: Indicator, operand: str | Measure, steps: Steps) -> Iterator[Finding]:
    if not isinstance(operand, str):
        yield from measure_findings(indicator, operand, steps)
        return
    code, _, part = operand.partition(".")
    field = _field(indicator, code)
    if field is None:
        yield steps, _unknown(indicator, code)
    elif not field.numeric:
        yield steps, f"{code} is a field of type {field.type} and no number"
    elif isinstance(field, ChoiceField) and any(option.points is None for option in field.options):
        yield steps, f"{code} is a number only when each of its options has points"
    elif part and part not in _part_codes(field):
        yield steps, f"{code} has no part {part}"


def _shared(measure: Share, field: AnyField, steps: Steps) -> Iterator[Finding]:
    if measure.of == "private":
        if not (isinstance(field, MoneyField) and any(source.private for source in field.sources)):
            yield steps, f"{field.code} has no private source"
        return
    for index, part in enumerate(measure.of):
        if part not in _part_codes(field):
            yield (*steps, index), f"{field.code} has no part {part}"


def _field(indicator: Indicator, code: str) -> AnyField | None:
    return next((field for field in indicator.fields if field.code == code), None)


def _part_codes(field: AnyField) -> set[str]:
    return {part.code for part in parts(field)} if isinstance(field, CountsField | MoneyField) else set()


def _unknown(indicator: Indicator, code: str) -> str:
    known = ", ".join(field.code for field in indicator.fields)
    return f"there is no field {code}; this indicator has {known}"


def highest_value(indicator: Indicator) -> Fraction | None:
    """The highest value the measure of a valid indicator can have; None when there is no bound."""
    return _highest(indicator, indicator.measure) if indicator.measure is not None else None


def _highest(indicator: Indicator, operand: str | Measure) -> Fraction | None:
    if isinstance(operand, str):
        return _highest_of_field(indicator, operand)
    top: Fraction | None = None
    match operand:
        case Share():
            top = Fraction(100)
        case Sum() | Mean():
            tops = [_highest(indicator, part) for part in operand.of]
            known = [part for part in tops if part is not None]
            if len(known) == len(tops):
                top = sum(known, Fraction(0)) / (len(tops) if isinstance(operand, Mean) else 1)
        case Cap():
            own = operand.at_most
            limits = [
                own if isinstance(own, Fraction) else _highest(indicator, own),
                _highest(indicator, operand.of),
            ]
            top = min((limit for limit in limits if limit is not None), default=None)
        case Count():
            field = _field(indicator, operand.of)
            top = Fraction(len(parts(field))) if field else None
        case Value() | Checklist() | Rubric():
            top = _highest_of_field(indicator, operand.of)
    return top


def _highest_of_field(indicator: Indicator, reference: str) -> Fraction | None:
    field = _field(indicator, reference)
    if isinstance(field, ChecklistField):
        return sum((item.points for item in field.items if item.points > 0), Fraction(0))
    if isinstance(field, ChoiceField):
        return max((option.points for option in field.options if option.points is not None), default=None)
    if field is not None and field.type == "rubric":
        return max((level.points for level in indicator.levels), default=None)
    if field is not None and field.type in {"integer", "decimal"} and field.at_most is not None:
        return Fraction(field.at_most)
    return None
