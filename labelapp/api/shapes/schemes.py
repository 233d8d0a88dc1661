"""Schemes as programs read them: texts in the language that they ask for, numbers as exact text."""

from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, Field

from labelapp.api.core.links import Link
from labelapp.api.shapes.certificates import Level
from labelapp.schemes.answers import NOT_APPLICABLE
from labelapp.schemes.definition import AnyField, Indicator, Scheme
from labelapp.schemes.field_types import RubricField, parts
from labelapp.schemes.numbers import exact
from labelapp.web.links import public_link
from labelapp.web.locale import scheme_text


class SchemeSummary(BaseModel):
    """A version of a scheme."""

    code: str
    version: str
    status: Literal["published", "retired"]
    level: Level
    illustrative: bool
    name: str
    subject: str
    summary: str
    effective_from: date
    effective_until: date | None
    max_points: str
    definition: Link


class SchemeList(BaseModel):
    """Every version of some schemes, by code and then from the oldest to the newest. It is short and comes whole."""

    items: list[SchemeSummary]


class Dimension(BaseModel):
    """A heading over indicators, which are named by their codes."""

    code: str
    name: str
    summary: str | None
    indicators: list[str]


class FieldPart(BaseModel):
    """A source of money, a category, an item or an option; for a rubric the points of a level and its text."""

    code: str
    label: str


class FieldDefinition(BaseModel):
    """What is asked. `value` of an answer has the shape that belongs to `type`, see `AnswerChange`."""

    code: str
    type: str = Field(examples=["integer", "decimal", "money", "date", "choice", "checklist", "rubric"])
    label: str
    hint: str | None
    required: bool
    taken_from: str | None = Field(
        description="The indicator and field that hold the value; not answered here"
    )
    unit: str | None
    currency: str | None
    at_least: str | None
    at_most: str | None
    words: int | None
    parts: list[FieldPart]


class ScoreLevel(BaseModel):
    """Points, and what is needed for them."""

    points: str
    text: str


class IndicatorDefinition(BaseModel):
    """One criterion."""

    code: str
    name: str
    why: str
    guidance: str | None
    scored: bool
    max_points: str
    minimum: str | None = Field(description="The minimum requirement, if it is one")
    may_not_apply: bool = Field(
        description=f"Whether the field `{NOT_APPLICABLE}` takes the reason why it does not apply"
    )
    evidence: list[str] = Field(description="Accepted evidence")
    levels: list[ScoreLevel] = Field(description="From high to low")
    fields: list[FieldDefinition]


class SchemeDefinition(SchemeSummary):
    """A version of a scheme with everything that it asks."""

    dimensions: list[Dimension]
    indicators: list[IndicatorDefinition]
    content_hash: str = Field(description="SHA-256 of everything that decides about a label")


def scheme_summary(scheme: Scheme) -> SchemeSummary:
    """A version in the language of the reader."""
    return SchemeSummary(
        code=scheme.code,
        version=scheme.version,
        status="retired" if scheme.status == "retired" else "published",
        level=scheme.level,
        illustrative=scheme.illustrative,
        name=scheme_text(scheme.name),
        subject=scheme_text(scheme.subject),
        summary=scheme_text(scheme.summary),
        effective_from=scheme.effective.from_,
        effective_until=scheme.effective.until,
        max_points=exact(scheme.max_points),
        definition=public_link("api.scheme_version", scheme=scheme.code, version=scheme.version),
    )


def scheme_definition(scheme: Scheme) -> SchemeDefinition:
    """The whole definition in the language of the reader."""
    return SchemeDefinition(
        **dict(scheme_summary(scheme)),
        dimensions=[
            Dimension(
                code=one.code,
                name=scheme_text(one.name),
                summary=_text(one.summary),
                indicators=list(one.indicators),
            )
            for one in scheme.dimensions
        ],
        indicators=[_indicator(one) for one in scheme.indicator_list],
        content_hash=scheme.content_hash,
    )


def _indicator(indicator: Indicator) -> IndicatorDefinition:
    return IndicatorDefinition(
        code=indicator.code,
        name=scheme_text(indicator.name),
        why=scheme_text(indicator.why),
        guidance=_text(indicator.guidance),
        scored=indicator.scored,
        max_points=exact(indicator.max_points),
        minimum=_text(indicator.minimum.text) if indicator.minimum else None,
        may_not_apply=indicator.not_applicable.allowed,
        evidence=[scheme_text(text) for text in indicator.evidence],
        levels=[ScoreLevel(points=exact(one.points), text=scheme_text(one.text)) for one in indicator.levels],
        fields=[_field(indicator, field) for field in indicator.fields],
    )


def _field(indicator: Indicator, field: AnyField) -> FieldDefinition:
    """Fields of different types have different limits; those that a type does not have are null."""
    return FieldDefinition(
        code=field.code,
        type=field.type,
        label=scheme_text(field.label),
        hint=_text(field.hint),
        required=field.required,
        taken_from=field.from_,
        unit=_text(getattr(field, "unit", None)),
        currency=getattr(field, "currency", None),
        at_least=_bound(getattr(field, "at_least", None)),
        at_most=_bound(getattr(field, "at_most", None)),
        words=getattr(field, "words", None),
        parts=_parts(indicator, field),
    )


def _parts(indicator: Indicator, field: AnyField) -> list[FieldPart]:
    if isinstance(field, RubricField):
        return [FieldPart(code=exact(one.points), label=scheme_text(one.text)) for one in indicator.levels]
    return [FieldPart(code=one.code, label=scheme_text(one.label)) for one in parts(field)]


def _text(text: str | None) -> str | None:
    return scheme_text(text) if text else None


def _bound(value: Fraction | int | None) -> str | None:
    return None if value is None else exact(Fraction(value))
