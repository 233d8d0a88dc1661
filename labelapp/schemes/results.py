"""What scoring gives: points and minimum requirements by indicator, dimension and in total, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from labelapp.schemes.definition import Level

Status = Literal["open", "begun", "answered", "not_applicable"]


@dataclass(frozen=True)
class IndicatorResult:
    """One indicator. Points and maximum include the weight; `points` is None while not known.

    `level` is the level reached and `next_level` the one above it. `numerator` and `denominator` are there
    when the measure is a ratio or share ("54 of 84 is 64.2 %"). `judged`: an assessor gave the points.
    `missing`: something that the result needs is not known yet. `refused`: an assessor does not believe the answers
    of an indicator that has neither points nor a minimum requirement.
    """

    code: str
    points: Fraction | None
    max: Fraction
    minimum_met: bool | None
    scored: bool
    measure: Fraction | None
    status: Status
    level: Level | None = None
    next_level: Level | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    judged: bool = False
    missing: bool = False
    refused: bool = False

    @property
    def reachable(self) -> Fraction:
        """The points, or the maximum while they are not known."""
        return self.max if self.points is None else self.points

    @property
    def settled(self) -> bool:
        """Whether the points are known for good: an assessor's, or those of complete answers."""
        return self.points is not None and (self.judged or self.status == "answered")

    @property
    def applies(self) -> bool:
        return self.status != "not_applicable"


@dataclass(frozen=True)
class Total:
    """Points so far, the maximum of what applies, and the most that open indicators still allow.

    `percent` is exact, of the maximum; None when nothing is scored.
    """

    points: Fraction
    max: Fraction
    percent: Fraction | None
    reachable: Fraction


@dataclass(frozen=True)
class DimensionResult(Total):
    """The total of one dimension."""

    code: str


@dataclass(frozen=True)
class Reason:
    """Why an awarding rule holds (True), fails (False) or is not decided (None).

    `message` is the English template of `text` and stands in the translators' catalogue.
    """

    code: str
    message: str
    params: Mapping[str, str]
    holds: bool | None

    @property
    def text(self) -> str:
        return self.message % self.params


@dataclass(frozen=True)
class Result:
    """The result of scoring: `awarded` is None while it cannot be said, `missing` names what is open."""

    indicators: Mapping[str, IndicatorResult]
    dimensions: Mapping[str, DimensionResult]
    total: Total
    awarded: bool | None = None
    reasons: list[Reason] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
