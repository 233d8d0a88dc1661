"""The models of a scheme definition: what a YAML file of `assessments/` can say."""

import hashlib
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

import rfc8785
from pydantic import BeforeValidator, Field, PrivateAttr, StrictBool, StringConstraints

from labelapp.schemes.awarding_rules import AwardingRule, PercentOfMaximum
from labelapp.schemes.benchmarking import (
    BenchmarkRule,
    ComparedChoice,
    IndicatorBenchmark,
    Slug,
    compared_choices,
)
from labelapp.schemes.drafting import Drafting
from labelapp.schemes.field_types import AnyField, Code, Count, Definition, Name, Number, RubricField, Text
from labelapp.schemes.measure_types import Measure, Rubric
from labelapp.schemes.procedure import Procedure
from labelapp.schemes.surveillance import Surveillance

__all__ = [
    "AnyField", "AssessorRule", "AwardingRule", "BenchmarkRule", "ComparedChoice", "Definition", "Dimension",
    "EffectiveDates", "EligibilityStatement", "Fee", "ImprovementAreas", "Indicator", "IndicatorBenchmark",
    "Level", "Measure", "Minimum", "NotApplicableRule", "Procedure", "Scheme", "SelfTest", "ValidityRule",
]  # fmt: skip

Version = Annotated[str, StringConstraints(strict=True, pattern=r"^\d{4}\.[1-9]\d*$")]
SchemeKey = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9-]+@\d{4}\.[1-9]\d*$")]
Currency = Annotated[str, StringConstraints(strict=True, pattern="^[A-Z]{3}$")]


def _parse_day(raw: object) -> date:
    if type(raw) is date:
        return raw
    try:
        return date.fromisoformat(raw if isinstance(raw, str) and len(raw) == 10 else "")
    except ValueError:
        raise ValueError("not a date such as 2026-01-31") from None


Day = Annotated[date, BeforeValidator(_parse_day)]


class Dimension(Definition):
    """A heading under which indicators are grouped."""

    code: Code
    name: Text
    summary: Text | None = None
    indicators: tuple[Code, ...] = Field(min_length=1)


class Level(Definition):
    """A band of the measure, or a described step of a rubric, and its points."""

    points: Annotated[Number, Field(ge=0)]
    at_least: Number | None = None
    at_most: Number | None = None
    text: Text

    def holds(self, measure: Fraction) -> bool:
        """Whether a measure falls into the band; a level without a band takes whatever is left."""
        if self.at_least is not None and measure < self.at_least:
            return False
        return self.at_most is None or measure <= self.at_most


class Minimum(Definition):
    """A minimum requirement: one of a bound of the measure, points of the scale, or checklist items."""

    at_least: Number | None = None
    at_most: Number | None = None
    points_at_least: Number | None = None
    items: tuple[Name, ...] = ()
    text: Text


class NotApplicableRule(Definition):
    """Whether and when an indicator may be left out; it needs a written reason and leaves the maximum."""

    allowed: StrictBool = False
    when: Text | None = None


class Indicator(Definition):
    """One criterion of a scheme: what is asked, how it is measured and what it is worth."""

    code: Code
    name: Text
    why: Text
    fields: tuple[AnyField, ...] = Field(min_length=1)
    measure_rule: Measure | None = Field(None, alias="measure")
    levels: tuple[Level, ...] = ()
    minimum: Minimum | None = None
    weight: Annotated[Number, Field(gt=0)] = Field(default="1", validate_default=True)
    scored: StrictBool = True
    not_applicable: NotApplicableRule = NotApplicableRule()
    evidence: tuple[Text, ...] = ()
    guidance: Text | None = None
    benchmark: IndicatorBenchmark | None = None

    def model_post_init(self, context: object, /) -> None:
        for field in self.fields:
            if isinstance(field, RubricField):
                field.lend(tuple(level.points for level in self.levels))

    @cached_property
    def measure(self) -> Measure | None:
        """The measure; where none is written, a single rubric is its own measure."""
        rubrics = [field for field in self.fields if isinstance(field, RubricField)]
        if self.measure_rule is None and len(rubrics) == 1:
            return Rubric(kind="rubric", of=rubrics[0].code)
        return self.measure_rule

    @cached_property
    def max_points(self) -> Fraction:
        """The most points this indicator gives, weight included; 0 when it is not scored."""
        return self.levels[0].points * self.weight if self.scored and self.levels else Fraction(0)

    @cached_property
    def has_bands(self) -> bool:
        """Whether the levels are bands of the measure; otherwise the measure gives the points itself."""
        return any(level.at_least is not None or level.at_most is not None for level in self.levels)

    def field(self, code: str) -> AnyField:
        """The field with this code. Raises KeyError."""
        return self._fields_by_code[code]

    @cached_property
    def _fields_by_code(self) -> dict[str, AnyField]:
        return {field.code: field for field in self.fields}


class EffectiveDates(Definition):
    """The days on which new assessments may use a version; both inclusive."""

    from_: Day = Field(alias="from")
    until: Day | None = None

    def holds_on(self, day: date) -> bool:
        return self.from_ <= day and (self.until is None or day <= self.until)


class EligibilityStatement(Definition):
    """A yes/no statement that an applicant confirms before it starts."""

    code: Name
    text: Text
    hint: Text | None = None


class ImprovementAreas(Definition):
    """The indicators in which improvement areas are described, and how many are needed.

    An improvement is measured from an earlier benchmarking to the present one, which lies `months_apart` later at
    least. `earlier_required` says whether a self-assessment can start without an earlier one.
    """

    count: Count
    indicators: tuple[Code, ...] = Field(min_length=1)
    months_apart: Annotated[int, Field(ge=0, le=120, strict=True)] = 18
    earlier_required: StrictBool = False


class AssessorRule(Definition):
    """How many assessors a case needs, in which roles, and how many of them from another country.

    `interview` says whether an expert may fill the questionnaire together with the manager; without it, that is
    the way of a Bronze label with one assessor.
    """

    count: Count
    from_another_country: Annotated[int, Field(ge=0, strict=True)] = 0
    roles: tuple[Name, ...] = ()
    interview: StrictBool | None = None


class ValidityRule(Definition):
    """How long a certificate is valid (months) and until when its renewal is seamless."""

    first_months: Count
    renewal_months: Count
    renewal_within_months: Annotated[int, Field(ge=0, strict=True)]
    counted: Literal["day", "month_end"] = "day"


class Fee(Definition):
    """What an assessment costs, without taxes."""

    kind: Literal["new", "renewal"]
    mode: Literal["on_site", "video"]
    amount: Annotated[Number, Field(ge=0)]
    currency: Currency = "EUR"


class CertificateLook(Definition):
    """How certificates are set: on which side the paper lies, and the scheme's own template, if it has one.

    The template is a file `documents/<template>.html` beside the definition; a style sheet of that name goes with it.
    """

    orientation: Literal["landscape", "portrait"] = "landscape"
    template: Slug | None = None


class SelfTest(Definition):
    """The indicators that anybody may try without an account, a short way to see where one stands."""

    indicators: tuple[Code, ...] = Field(min_length=1)


class Scheme(Definition):
    """One version of a scheme, complete: a variant has already taken over what it inherits."""

    format: Literal[1]
    code: Slug
    version: Version
    status: Literal["draft", "published", "retired"]
    illustrative: StrictBool = False
    level: Literal["bronze", "silver", "gold", "none"] = "none"
    serial_letter: Annotated[str, StringConstraints(strict=True, pattern="^[A-Z]{1,3}$")] = "C"
    name: Text
    subject: Text
    summary: Text
    certificate_sentence: Text
    effective: EffectiveDates
    extends: SchemeKey | None = None
    omit: tuple[Code, ...] = ()
    dimensions: tuple[Dimension, ...] = Field(min_length=1)
    indicator_list: tuple[Indicator, ...] = Field(alias="indicators", min_length=1)
    awarding: tuple[AwardingRule, ...] = Field(min_length=1)
    eligibility: tuple[EligibilityStatement, ...] = ()
    improvement_areas: ImprovementAreas | None = None
    assessors: AssessorRule
    validity: ValidityRule
    procedure: Procedure = Procedure()
    surveillance: Surveillance = Surveillance()
    fees: tuple[Fee, ...] = ()
    benchmark: BenchmarkRule = BenchmarkRule()
    drafting: Drafting = Drafting()
    self_test: SelfTest | None = None
    certificate: CertificateLook = CertificateLook()
    evidence_months: Annotated[int, Field(ge=1, strict=True)] | None = None

    _texts: tuple[tuple[str, int, str], ...] = PrivateAttr(default=())

    @property
    def key(self) -> str:
        """Code and version: `cme-gold@2026.1`."""
        return f"{self.code}@{self.version}"

    @property
    def by_interview(self) -> bool:
        """Whether an expert may fill the questionnaire together with the manager."""
        if self.assessors.interview is not None:
            return self.assessors.interview
        return self.level == "bronze" and self.assessors.count == 1

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """The indicators by code, in the order of the file."""
        return {indicator.code: indicator for indicator in self.indicator_list}

    @cached_property
    def compared_choices(self) -> tuple[tuple[Indicator, ComparedChoice], ...]:
        """All that is compared option by option, with its indicator; what tells of improvement areas is not."""
        apart = self.improvement_areas.indicators if self.improvement_areas else ()
        return tuple(
            (indicator, choice)
            for indicator in self.indicator_list
            if indicator.code not in apart
            for choice in compared_choices(indicator)
        )

    @cached_property
    def max_points(self) -> Fraction:
        """The most points the scheme gives."""
        return sum((indicator.max_points for indicator in self.indicator_list), Fraction(0))

    @cached_property
    def pass_points(self) -> Fraction | None:
        """The points that pass when every indicator applies; None without a percentage rule."""
        for rule in self.awarding:
            if isinstance(rule, PercentOfMaximum):
                return self.max_points * rule.at_least / 100
        return None

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 (hex) over the canonical JSON (RFC 8785) of everything that decides about a label.

        Left out are `status` and `effective.until`: retiring a version does not change it; and `self_test`, `figure`,
        `procedure`, `surveillance`, `drafting` and `certificate`, which decide nothing about a label. Values that
        equal their default are left out too, so that an older version keeps its hash when the format grows.
        """
        content = self.model_dump(
            mode="json",
            by_alias=True,
            exclude_defaults=True,
            exclude={
                "status": True,
                "effective": {"until"},
                "self_test": True,
                "drafting": True,
                "procedure": True,
                "certificate": True,
                "surveillance": True,
                "indicator_list": {"__all__": {"fields": {"__all__": {"figure"}}}},
            },
        )
        return hashlib.sha256(rfc8785.dumps(content)).hexdigest()

    def texts(self) -> Iterator[tuple[str, int, str]]:
        """Yield path, line and text of every text that people read and translators translate."""
        yield from self._texts
