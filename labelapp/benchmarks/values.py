"""What one submission contributes to a comparison: a value, parts or choices, by the benchmark code of the scheme.

Pure. Benchmark codes are shared by schemes that measure the same thing in the same way, so a Gold and a Bronze
submission stand side by side.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from labelapp.schemes.definition import Indicator, IndicatorBenchmark, Scheme
from labelapp.schemes.field_types import CountsField, parts
from labelapp.schemes.numbers import parse_exact


@dataclass(frozen=True)
class Topic:
    """One thing that is compared. `parts` are (code, label) of a composition or profile, `highest` of a profile's axis.

    Of a choice, a checklist and a rubric they are its options, items and levels, the levels from low to high. Labels,
    unit and dimension (its name) are English texts of the scheme.
    """

    code: str
    label: str
    unit: str
    kind: Literal["value", "composition", "profile", "choice", "checklist", "rubric"]
    dimension: str
    parts: tuple[tuple[str, str], ...] = ()
    highest: int | None = None


@dataclass(frozen=True)
class Contribution:
    """The values of one submission: single ones by topic, parts by topic and part, codes chosen by topic.

    What was not answered is absent; a checklist of which nothing is fulfilled is answered by no code.
    """

    single: Mapping[str, Fraction] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def topics_of(scheme: Scheme) -> list[Topic]:
    """Everything that a scheme offers for comparison, dimension by dimension: figures first, then choices."""
    dimension_of = {code: dimension.name for dimension in scheme.dimensions for code in dimension.indicators}
    place = {code: place for place, code in enumerate(dimension_of)}
    figures = sorted(_figures(scheme), key=lambda found: place[found[0].code])
    choices = sorted(scheme.compared_choices, key=lambda found: place[found[0].code])
    return [_topic(indicator, compared, dimension_of[indicator.code]) for indicator, compared in figures] + [
        Topic(
            choice.code, choice.label, choice.note, choice.way, dimension_of[indicator.code], choice.options
        )
        for indicator, choice in choices
    ]


def _figures(scheme: Scheme) -> Iterator[tuple[Indicator, IndicatorBenchmark]]:
    for indicator in scheme.indicator_list:
        if indicator.benchmark is not None and indicator.benchmark.kind != "choices":
            yield indicator, indicator.benchmark


def _topic(indicator: Indicator, compared: IndicatorBenchmark, dimension: str) -> Topic:
    if compared.kind == "value":
        return Topic(compared.code, compared.label, compared.unit, "value", dimension)
    asked = indicator.field(compared.of)
    return Topic(
        code=compared.code,
        label=compared.label,
        unit=compared.unit,
        kind="composition" if compared.kind == "composition" else "profile",
        dimension=dimension,
        parts=tuple((part.code, part.label) for part in parts(asked)),
        highest=asked.at_most if isinstance(asked, CountsField) else None,
    )


def contribution(
    scheme: Scheme, answers: Mapping[str, Mapping[str, Any]], measures: Mapping[str, str | None]
) -> Contribution:
    """What a submission contributes. `measures` are its measures by indicator as exact text, None when unknown."""
    single: dict[str, Fraction] = {}
    by_part: dict[str, dict[str, Fraction]] = {}
    for indicator, compared in _figures(scheme):
        if compared.kind == "value":
            value = _single(answers.get(indicator.code, {}), compared.of, measures.get(indicator.code))
            if value is not None:
                single[compared.code] = value
        elif isinstance(answers.get(indicator.code, {}).get(compared.of), dict):
            given = answers[indicator.code][compared.of]
            by_part[compared.code] = {part: parse_exact(str(amount)) for part, amount in given.items()}
    return Contribution(single, by_part, _chosen(scheme, answers))


def _chosen(scheme: Scheme, answers: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    found = {
        choice.code: choice.chosen(answers.get(indicator.code, {}).get(choice.field))
        for indicator, choice in scheme.compared_choices
    }
    return {code: chosen for code, chosen in found.items() if chosen is not None}


def _single(given: Mapping[str, Any], of: str, measure: str | None) -> Fraction | None:
    raw = measure if of == "measure" else given.get(of)
    return None if raw is None else parse_exact(str(raw))
