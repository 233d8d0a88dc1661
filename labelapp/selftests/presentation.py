"""What a self-test came to, as its page draws it."""

from dataclasses import dataclass

from labelapp.schemes.definition import Scheme
from labelapp.schemes.numbers import exact
from labelapp.schemes.results import IndicatorResult
from labelapp.schemes.self_test import SelfTestResult, questions
from labelapp.selftests.questionnaire import Posted, answer_text
from labelapp.web import charts
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class Line:
    """One question: what was answered, what it is worth, and what the next level asks (empty at the top)."""

    code: str
    name: str
    answer: str
    result: IndicatorResult
    minimum: str
    following: str
    following_points: str


def chart_of(found: SelfTestResult) -> charts.RuleChart | None:
    """The points of what was asked on the ruler, with the threshold of the label on the same scale."""
    total = found.total
    if total.max <= 0:
        return None
    return charts.rule(total.points, total.reachable - total.points, total.max, found.threshold)


def dimension_rows(scheme: Scheme, found: SelfTestResult) -> list[tuple[str, str, charts.Bar]]:
    """The dimensions of what was asked with their bars; none for a scheme without points."""
    largest = max((one.max for one in found.dimensions.values()), default=found.total.max)
    return [
        (
            one.code,
            one.name,
            charts.dimension_bar(
                found.dimensions[one.code].points,
                found.dimensions[one.code].reachable - found.dimensions[one.code].points,
                found.dimensions[one.code].max,
                largest,
            ),
        )
        for one in scheme.dimensions
        if one.code in found.dimensions and found.dimensions[one.code].max > 0
    ]


def lines_of(scheme: Scheme, posted: Posted, found: SelfTestResult) -> list[Line]:
    """The questions: missed minimum requirements first, then in the order in which they were asked."""
    lines = []
    for question in questions(scheme):
        indicator = question.indicator
        result = found.indicators[indicator.code]
        following = result.next_level
        lines.append(
            Line(
                code=indicator.code,
                name=scheme_text(indicator.name),
                answer=answer_text(question, posted),
                result=result,
                minimum=scheme_text(indicator.minimum.text) if indicator.minimum else "",
                following=scheme_text(following.text).rstrip(".") if following else "",
                following_points=exact(following.points * indicator.weight) if following else "",
            )
        )
    return sorted(lines, key=lambda line: line.result.minimum_met is not False)
