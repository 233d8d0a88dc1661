"""What assessors are asked about an indicator, and what their answer still lacks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol

from labelapp.schemes.definition import Indicator
from labelapp.schemes.numbers import parse_exact

NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Judgement:
    """What somebody says about one indicator. None where nothing is said or nothing is asked."""

    points: Fraction | None = None
    minimum_met: bool | None = None
    plausible: bool | None = None


@dataclass(frozen=True)
class Question:
    """What is asked about one indicator of one submission.

    `excused` holds the cluster's reason why the indicator does not apply. Then only `plausible` is asked first:
    whether the reason is accepted. When it is not, points and minimum requirement are asked as usual.
    """

    indicator: Indicator
    excused: str = ""

    @property
    def scored(self) -> bool:
        """Whether the indicator carries points."""
        return self.indicator.scored and self.indicator.max_points > 0

    @property
    def asks_plausible(self) -> bool:
        """Whether the answers themselves are judged: nothing else is, or the indicator was left out."""
        return bool(self.excused) or not (self.scored or self.indicator.minimum)

    def asks_points(self, judgement: Judgement) -> bool:
        """Whether points are needed."""
        return self.scored and not self._excuse_stands(judgement)

    def asks_minimum(self, judgement: Judgement) -> bool:
        """Whether the minimum requirement has to be judged."""
        return self.indicator.minimum is not None and not self._excuse_stands(judgement)

    def _excuse_stands(self, judgement: Judgement) -> bool:
        return bool(self.excused) and judgement.plausible is not False

    @property
    def options(self) -> list[Fraction]:
        """The points of the levels, weight included, from low to high, each once."""
        if not self.scored:
            return []
        return sorted({level.points * self.indicator.weight for level in self.indicator.levels})


class Asking(Protocol):
    """Whatever is judged indicator by indicator: a real case, or a fictional one."""

    @property
    def questions(self) -> Mapping[str, Question]: ...


class Gap(StrEnum):
    """What is missing before a sheet can be locked."""

    POINTS = "points"
    MINIMUM = "minimum"
    PLAUSIBLE = "plausible"
    JUSTIFICATION = "justification"
    CHANGED = "changed"


def question(indicator: Indicator, answers: Mapping[str, Mapping[str, Any]]) -> Question:
    """What is asked about an indicator, given the frozen answers {indicator: {field: value}}."""
    return Question(indicator, str(answers.get(indicator.code, {}).get(NOT_APPLICABLE) or ""))


def gaps(asked: Question, judgement: Judgement, justification: str) -> list[Gap]:
    """What is missing. A justification is needed for points, and for every judgement against the cluster."""
    found: list[Gap] = []
    if asked.asks_plausible and judgement.plausible is None:
        found.append(Gap.PLAUSIBLE)
    if asked.asks_points(judgement) and judgement.points is None:
        found.append(Gap.POINTS)
    if asked.asks_minimum(judgement) and judgement.minimum_met is None:
        found.append(Gap.MINIMUM)
    against = judgement.minimum_met is False or judgement.plausible is False
    if (asked.asks_points(judgement) or against) and not justification.strip():
        found.append(Gap.JUSTIFICATION)
    return found


def relevant(asked: Question, judgement: Judgement) -> Judgement:
    """The judgement without what is not asked, so that a leftover of a changed mind does not count."""
    return Judgement(
        points=judgement.points if asked.asks_points(judgement) else None,
        minimum_met=judgement.minimum_met if asked.asks_minimum(judgement) else None,
        plausible=judgement.plausible if asked.asks_plausible else None,
    )


def as_points(text: str | None) -> Fraction | None:
    """Points as they are stored, exact text, as a number."""
    return None if text is None else Fraction(text)


def parse_points(asked: Question, raw: str) -> Fraction:
    """Exact points between 0 and the indicator's maximum. Raises ValueError."""
    points = parse_exact(raw)
    if not asked.scored or not 0 <= points <= asked.indicator.max_points:
        raise ValueError("beyond the scale of the indicator")
    return points
