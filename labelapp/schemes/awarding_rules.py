"""The rules a scheme awards its label by."""

from typing import Annotated, Literal

from pydantic import Field

from labelapp.schemes.field_types import Code, Count, Definition, Number


class PercentOfMaximum(Definition):
    """The points reach a percentage of the maximum; equality is enough and nothing is rounded."""

    rule: Literal["percent_of_maximum"]
    at_least: Number


class AllMinimums(Definition):
    """Every minimum requirement is met, or every one of the indicators named."""

    rule: Literal["all_minimums"]
    indicators: tuple[Code, ...] = ()


class AllStandards(Definition):
    """Every indicator is met as a standard, or every one of the indicators named."""

    rule: Literal["all_standards"]
    indicators: tuple[Code, ...] = ()


class ChecklistAtLeast(Definition):
    """At least `count` of all indicators, or of those named, are met as standards."""

    rule: Literal["checklist_at_least"]
    count: Count
    indicators: tuple[Code, ...] = ()


class Either(Definition):
    """At least one of the rules holds."""

    rule: Literal["either"]
    any_of: tuple["AwardingRule", ...] = Field(min_length=2)


class ImprovementAreasRule(Definition):
    """At least `count` of the scheme's improvement areas show a demonstrated improvement."""

    rule: Literal["improvement_areas"]
    count: Count


class NoPassMark(Definition):
    """The label needs complete answers and no result: whoever is benchmarked holds it."""

    rule: Literal["no_pass_mark"]


class Committee(Definition):
    """People decide; nothing is computed."""

    rule: Literal["committee"]


AwardingRule = Annotated[
    PercentOfMaximum
    | AllMinimums
    | AllStandards
    | ChecklistAtLeast
    | Either
    | ImprovementAreasRule
    | NoPassMark
    | Committee,
    Field(discriminator="rule"),
]

Either.model_rebuild()
