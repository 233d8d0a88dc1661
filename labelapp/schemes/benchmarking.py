"""What a scheme says about comparisons: what is compared across schemes, and with which groups."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal, Protocol

import rfc8785
from pydantic import Field, StringConstraints

from labelapp.schemes.field_types import (
    AnyField,
    ChecklistField,
    ChoiceField,
    Definition,
    RubricField,
    Text,
    parts,
)
from labelapp.schemes.measure_types import Reference
from labelapp.schemes.numbers import exact

Slug = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Ways = Literal["choice", "checklist", "rubric"]


class IndicatorBenchmark(Definition):
    """What a benchmark compares across schemes by its code: one value, the parts of one field, or what is chosen.

    A composition shows each part in percent of the whole, a profile shows each part's own value. Choices show how many
    chose each option of a choice, each item of a checklist or each level of a rubric.
    """

    code: Slug
    label: Text
    unit: Text
    kind: Literal["value", "composition", "profile", "choices"] = "value"
    of: Reference = "measure"


class BenchmarkRule(Definition):
    """The smallest group a benchmark may show, and to what a smaller one is widened.

    Each step of `widening` names what of a group is kept; the first step that leaves a group large enough is shown. A
    step that keeps nothing is the comparison with all clusters. A step with `region` and without `country` takes the
    part of Europe in the place of the country.
    """

    minimum_group: Annotated[int, Field(ge=3, strict=True)] = 5
    widening: tuple[
        tuple[
            Literal["portfolio", "country", "region", "excellence", "level", "age", "size", "legal_form"], ...
        ],
        ...,
    ] = (
        ("portfolio", "country"),
        ("portfolio",),
        ("country",),
        (),
    )


@dataclass(frozen=True)
class ComparedChoice:
    """A field whose options are compared: how many chose each. `options` are (code, label), levels from low to high.

    `note` is the question, empty where the label says all.
    """

    code: str
    label: str
    note: str
    field: str
    way: Ways
    options: tuple[tuple[str, str], ...]

    def chosen(self, answer: object) -> tuple[str, ...] | None:
        """The codes that a stored answer chooses: one, or any number of a checklist; None when it is no answer."""
        if self.way == "checklist":
            return tuple(map(str, answer)) if isinstance(answer, list) else None
        return (answer,) if isinstance(answer, str) and answer else None


class _Step(Protocol):
    @property
    def points(self) -> Fraction: ...

    @property
    def text(self) -> str: ...


class _Asked(Protocol):
    """What is needed of an indicator."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def fields(self) -> tuple[AnyField, ...]: ...

    @property
    def levels(self) -> Sequence[_Step]: ...

    @property
    def benchmark(self) -> IndicatorBenchmark | None: ...


def compared_choices(indicator: _Asked) -> Iterator[ComparedChoice]:
    """Every choice, checklist and rubric of an indicator, under the code that its scheme gives, else one of its own.

    The own code holds a fingerprint of what is asked, word for word: versions and levels of a label that ask the same
    are compared with each other, others never, and nothing has to be added to published versions for it. It has dots,
    which the codes that schemes give have not.
    """
    given = indicator.benchmark if indicator.benchmark and indicator.benchmark.kind == "choices" else None
    for field in indicator.fields:
        if not isinstance(field, ChoiceField | ChecklistField | RubricField) or field.from_ is not None:
            continue
        options = _options(field, indicator.levels)
        if given is not None and given.of == field.code:
            code, label = given.code, given.label
        else:
            code = f"{indicator.code}.{field.code}.{_fingerprint(field, options)}".lower()
            label = indicator.name
        note = "" if isinstance(field, RubricField) else field.label
        yield ComparedChoice(code, label, note, field.code, field.type, options)


def _options(
    field: ChoiceField | ChecklistField | RubricField, levels: Sequence[_Step]
) -> tuple[tuple[str, str], ...]:
    if isinstance(field, RubricField):
        return tuple((exact(level.points), level.text) for level in reversed(levels))
    return tuple((part.code, part.label) for part in parts(field))


def _fingerprint(
    field: ChoiceField | ChecklistField | RubricField, options: tuple[tuple[str, str], ...]
) -> str:
    asked = [field.type, field.label, [list(option) for option in options]]
    return hashlib.sha256(rfc8785.dumps(asked)).hexdigest()[:8]
