"""Answers of an invented cluster: the sample answers, varied so that no two clusters are alike. Seeded."""

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from labelapp.schemes.answers import look_up
from labelapp.schemes.definition import AnyField, Indicator, Scheme
from labelapp.schemes.field_types import (
    ChecklistField,
    ChoiceField,
    CountsField,
    DecimalField,
    IntegerField,
    MoneyField,
    RubricField,
)
from labelapp.schemes.measure_types import Ratio

FOLDER = Path(__file__).parent / "answers"
SAMPLES = {"cme-bronze": "bronze-complete", "cme-silver": "silver-complete", "cme-gold": "gold-complete"}
GROWS_WITH_THE_CLUSTER = frozenset(
    {"participants", "reports", "groups", "stories", "events", "requests", "projects"}
)

Answers = dict[str, dict[str, Any]]


@cache
def _sample(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text("utf-8")


def sample_answers(name: str) -> Answers:
    """The complete answers of one file, such as `gold-complete`."""
    answers: Answers = json.loads(_sample(name))
    return answers


def varied_answers(scheme: Scheme, name: str, random: Random) -> Answers:
    """Complete answers in which every number, list and level differs a little, and the size of the cluster a lot."""
    size = Fraction(random.randint(45, 190), 100)
    varied = sample_answers(name)
    areas = scheme.improvement_areas.indicators if scheme.improvement_areas else ()
    for code, given in varied.items():
        indicator = scheme.indicators[code]
        for field in indicator.fields:
            if field.code in given and not (code in areas and isinstance(field, ChoiceField)):
                given[field.code] = _vary(field, indicator, given[field.code], size, random)
    for indicator in scheme.indicators.values():
        _keep_within_the_whole(scheme, indicator, varied)
    return varied


def _keep_within_the_whole(scheme: Scheme, indicator: Indicator, answers: Answers) -> None:
    """A share of participants cannot be more than all of them."""
    measure, given = indicator.measure, answers.get(indicator.code, {})
    if not isinstance(measure, Ratio) or not (isinstance(measure.of, str) and isinstance(measure.to, str)):
        return
    part, whole = (
        look_up(scheme, indicator, indicator.field(code), answers) for code in (measure.of, measure.to)
    )
    if measure.as_ == "percent" and isinstance(part, int) and isinstance(whole, int) and part > whole:
        given.update({measure.of: whole} if measure.of in given else {measure.to: part})


def _vary(field: AnyField, indicator: Indicator, value: Any, size: Fraction, random: Random) -> Any:
    match field:
        case IntegerField():
            value = _whole(value, size if field.unit in GROWS_WITH_THE_CLUSTER else Fraction(1), random)
        case DecimalField():
            value = f"{float(value) * random.uniform(0.8, 1.25):.1f}"
        case CountsField():
            value = _counts(field, value, size, random)
        case MoneyField():
            value = {
                source: str(_whole(int(float(sum_)), size, random, 35)) for source, sum_ in value.items()
            }
        case ChecklistField():
            needed = indicator.minimum.items if indicator.minimum else ()
            likely = {item: 1 if item in needed else 0.93 for item in value}
            value = [
                item.code for item in field.items if random.random() < likely.get(item.code, 0.3)
            ] or value[:1]
        case ChoiceField():
            value = random.choice([value, value, *(option.code for option in field.options)])
        case RubricField():
            steps = sorted(level.points for level in indicator.levels)
            place = steps.index(Fraction(value)) + random.choice((-1, 0, 0, 1))
            value = str(steps[max(1, min(place, len(steps) - 1))])
    return value


def _whole(value: int, size: Fraction, random: Random, spread: int = 18) -> int:
    return max(0, round(value * size * random.randint(100 - spread, 100 + spread) / 100))


def _counts(field: CountsField, value: Mapping[str, int], size: Fraction, random: Random) -> dict[str, int]:
    if field.at_most is None:
        return {part: _whole(count, size, random, 40) for part, count in value.items()}
    highest = field.at_most
    return {
        part: max(0, min(highest, count + random.choice((-1, -1, 0, 0, 1)))) for part, count in value.items()
    }
