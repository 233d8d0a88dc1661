"""What stands out, in the reader's language, and what of it can be taken into the plan of the team."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _l

from labelapp.assessments.queries import find_assessment
from labelapp.benchmarks.comparison import Comparison
from labelapp.benchmarks.drafting import Statement
from labelapp.benchmarks.naming import group_name
from labelapp.benchmarks.presentation import figure
from labelapp.plans.policy import may_plan
from labelapp.plans.presentation import planned_for
from labelapp.plans.queries import items_of
from labelapp.schemes.drafting import Section
from labelapp.web.locale import scheme_text

WHOLE = frozenset({"n", "percentile", "from", "to"})
_TITLES: Mapping[Section, Any] = {
    "strengths": _l("Strengths"),
    "differences": _l("Differences"),
    "actions": _l("Possible actions"),
}


@dataclass(frozen=True)
class Line:
    """One statement: the topic of which it speaks, the unit where it is not percent, and the sentence.

    `indicator` is the code of the indicator that has a next level to be planned, else empty.
    """

    code: str
    name: str
    unit: str
    text: str
    indicator: str


@dataclass(frozen=True)
class StandingOut:
    """A section of what stands out."""

    section: Section
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Planning:
    """What a reader can take into the plan: of which self-assessment, and the indicators that stand there already."""

    assessment_id: int
    planned: frozenset[str]


def standing_out(comparison: Comparison) -> list[StandingOut]:
    """The sections in which something is said, in the reader's language."""
    indicators = {
        one.benchmark.code: one.code
        for one in comparison.own.scheme.indicator_list
        if one.benchmark is not None
    }
    return [
        StandingOut(
            section,
            str(_TITLES[section]),
            [_line(one, comparison, indicators[one.topic.code]) for one in statements],
        )
        for section, statements in comparison.statements.items()
        if statements
    ]


def _line(statement: Statement, comparison: Comparison, indicator: str) -> Line:
    topic = statement.topic
    return Line(
        code=topic.code,
        name=scheme_text(topic.label),
        unit="" if topic.unit in ("percent", "level") else scheme_text(topic.unit),
        text=_text(statement, comparison),
        indicator=indicator if "next" in statement.figures else "",
    )


def _text(statement: Statement, comparison: Comparison) -> str:
    figures = {name: _figure(name, value, statement) for name, value in statement.figures.items()}
    group = group_name(comparison.chosen.selection)
    return scheme_text(statement.text) % {**figures, "part": scheme_text(statement.part), "group": group}


def _figure(name: str, value: Fraction, statement: Statement) -> str:
    return str(int(value)) if name in WHOLE else figure(value, statement.topic.unit)


def planning_for(comparison: Comparison, user: Any) -> Planning | None:
    """What a reader may plan, None for whoever only reads."""
    assessment = find_assessment(comparison.own.assessment_id)
    if assessment is None or not may_plan(user, assessment):
        return None
    planned = planned_for(comparison.own.scheme, items_of(comparison.cluster))
    return Planning(assessment.id, frozenset(planned))
