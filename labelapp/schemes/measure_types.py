"""The named measures an indicator can be judged by. They are declared and combined, never programmed."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag

from labelapp.schemes.field_types import Definition, Name, Number

Reference = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=81)
]


def _operand_tag(value: object) -> str:
    return "field" if isinstance(value, str) else "measure"


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


# A field ("met"), one part of a field ("members.sme"), or another measure.
Operand = Annotated[
    Annotated[Reference, Tag("field")] | Annotated["Measure", Tag("measure")], Discriminator(_operand_tag)
]
Operands = Annotated[tuple[Operand, ...], BeforeValidator(_as_list), Field(min_length=1)]


class Ratio(Definition):
    """`of` divided by `to`, in percent unless read `as: number`; not known when `to` is zero."""

    kind: Literal["ratio"]
    of: Operand
    to: Operand
    as_: Literal["percent", "number"] = Field("percent", alias="as")


class Share(Definition):
    """Some parts of one field in percent of all its parts; `private` means all private sources."""

    kind: Literal["share"]
    of: Annotated[tuple[Name, ...], Field(min_length=1)] | Literal["private"]
    within: Name


class Sum(Definition):
    """All operands added up."""

    kind: Literal["sum"]
    of: Operands


class Count(Definition):
    """How many items of a checklist are fulfilled, or how many categories have at least `at_least`."""

    kind: Literal["count"]
    of: Name
    at_least: Number = Field(default="1", validate_default=True)


class Value(Definition):
    """The number a field holds; for counts and money the total."""

    kind: Literal["value"]
    of: Reference


class YearsSince(Definition):
    """Years from a date to the reference date, exact to the day; whole on each anniversary."""

    kind: Literal["years_since"]
    of: Name


class Checklist(Definition):
    """The points of the items that are fulfilled."""

    kind: Literal["checklist"]
    of: Name


class Rubric(Definition):
    """The points of the chosen level."""

    kind: Literal["rubric"]
    of: Name


class Mean(Definition):
    """The arithmetic mean of the operands."""

    kind: Literal["mean"]
    of: Operands


def _limit_tag(value: object) -> str:
    if isinstance(value, str) and value[:1].isalpha():
        return "field"
    return "measure" if isinstance(value, dict | Definition) else "number"


class Cap(Definition):
    """The operand, but never more than `at_most`: a number, a field or another measure."""

    kind: Literal["cap"]
    of: Operand
    at_most: Annotated[
        Annotated[Number, Tag("number")]
        | Annotated[Reference, Tag("field")]
        | Annotated["Measure", Tag("measure")],
        Discriminator(_limit_tag),
    ]


Measure = Annotated[
    Ratio | Share | Sum | Count | Value | YearsSince | Checklist | Rubric | Mean | Cap,
    Field(discriminator="kind"),
]

for _model in (Ratio, Sum, Mean, Cap):
    _model.model_rebuild()
