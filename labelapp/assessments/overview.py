"""A self-assessment as a whole: points, dimensions, what is open and what is missed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from fractions import Fraction
from functools import cached_property

from labelapp.assessments.computed import complete_answers, figures_for
from labelapp.assessments.models import Assessment, AssessmentState
from labelapp.assessments.queries import Answers, Given, GivenAnswers, given_answers, scheme_of
from labelapp.clusters.models import TeamRole
from labelapp.dataroom.figures import Figures
from labelapp.schemes.answers import Completeness, completeness
from labelapp.schemes.definition import AnyField, Dimension, Indicator, Scheme
from labelapp.schemes.results import IndicatorResult, Result
from labelapp.schemes.scoring import score
from labelapp.web import charts

DONE = frozenset({"answered", "not_applicable"})


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator in the list of a dimension. `status` is the result's, or that something is to be confirmed."""

    indicator: Indicator
    result: IndicatorResult
    pips: charts.Pips
    status: str


@dataclass(frozen=True)
class DimensionRow:
    """One dimension with its indicators. `person` changed an answer in it last; `open`: shown expanded."""

    dimension: Dimension
    points: Fraction
    maximum: Fraction
    bar: charts.Bar
    answered: int
    to_confirm: int
    minimums_open: int
    minimums_missed: int
    person: str
    open: bool
    rows: list[IndicatorRow]


@dataclass(frozen=True)
class Overview:
    """The answers of a self-assessment, scored on one day. `links`: documents to be confirmed, by indicator."""

    assessment: Assessment
    scheme: Scheme
    given: GivenAnswers
    answers: Answers
    result: Result
    completeness: Completeness
    figures: Figures
    links: Mapping[str, int] = attribute(default_factory=dict)

    @cached_property
    def waiting(self) -> Mapping[str, int]:
        """How many answers and documents are to be confirmed, by indicator; none without any."""
        answers = Counter(one.indicator for one in self.given.values() if one.to_confirm)
        return answers + Counter(self.links)

    @cached_property
    def to_confirm(self) -> list[Indicator]:
        """Indicators with something that the team has not confirmed yet."""
        return [one for code, one in self.scheme.indicators.items() if code in self.waiting]

    @cached_property
    def answered(self) -> int:
        """How many indicators are answered or do not apply, with nothing left to confirm."""
        return sum(self.is_done(code) for code in self.scheme.indicators)

    def is_done(self, code: str) -> bool:
        """Whether an indicator needs nothing more."""
        return self.result.indicators[code].status in DONE and code not in self.waiting

    @cached_property
    def missed(self) -> list[Indicator]:
        """Indicators whose minimum requirement the answers do not meet."""
        return [
            indicator
            for code, indicator in self.scheme.indicators.items()
            if self.result.indicators[code].minimum_met is False
        ]

    @cached_property
    def unanswered(self) -> list[Indicator]:
        """Indicators that still need an answer."""
        results = self.result.indicators
        return [one for code, one in self.scheme.indicators.items() if results[code].status not in DONE]

    @cached_property
    def missing(self) -> list[tuple[Indicator, list[AnyField]]]:
        """The required fields without an answer, by indicator in the scheme's order."""
        found: dict[str, list[AnyField]] = {}
        for code, field in self.completeness.missing:
            found.setdefault(code, []).append(self.scheme.indicators[code].field(field))
        return [(self.scheme.indicators[code], fields) for code, fields in found.items()]

    @cached_property
    def minimums_open(self) -> int:
        """How many minimum requirements are not known to be met or missed."""
        return sum(_is_minimum_open(one, self.result) for one in self.scheme.indicators.values())

    @property
    def threshold(self) -> Fraction | None:
        """The points that pass, of the maximum of what applies; None without a percentage rule."""
        if self.scheme.pass_points is None or not self.scheme.max_points:
            return None
        return self.scheme.pass_points * self.result.total.max / self.scheme.max_points

    @property
    def still_open(self) -> Fraction:
        """Points that open indicators can still bring."""
        return self.result.total.reachable - self.result.total.points

    @property
    def to_threshold(self) -> Fraction | None:
        """Points that are missing to the threshold; 0 when it is reached, None when there is none."""
        if self.threshold is None:
            return None
        return max(Fraction(0), self.threshold - self.result.total.points)

    @property
    def below_threshold(self) -> bool:
        """Whether even all open points would not reach the threshold."""
        return self.threshold is not None and self.result.total.reachable < self.threshold

    @property
    def chart(self) -> charts.RuleChart | None:
        """The total on its ruler; None for a scheme without points."""
        total = self.result.total
        if total.max <= 0:
            return None
        return charts.rule(total.points, self.still_open, total.max, self.threshold)

    @property
    def names_representative(self) -> bool:
        """Whether somebody in the team may confirm the submission."""
        return any(member.role is TeamRole.LEGAL_REPRESENTATIVE for member in self.assessment.cluster.team)

    @cached_property
    def dimensions(self) -> list[DimensionRow]:
        """The dimensions in order; the first with open work is expanded."""
        largest = max((result.max for result in self.result.dimensions.values()), default=Fraction(0))
        unfinished = [
            dimension.code
            for dimension in self.scheme.dimensions
            if not all(self.is_done(code) for code in dimension.indicators)
        ]
        first = unfinished[0] if unfinished else None
        return [_dimension(self, one, largest, one.code == first) for one in self.scheme.dimensions]


def overview(assessment: Assessment, on: date) -> Overview:
    """Score a self-assessment as it stands; `on` is the day to which years are counted. Two statements."""
    given = given_answers(assessment)
    return make_overview(assessment, given, on)


def make_overview(
    assessment: Assessment,
    given: GivenAnswers,
    on: date,
    links: Mapping[str, int] | None = None,
    figures: Figures | None = None,
) -> Overview:
    """The same from answers, documents that wait for a confirmation, and figures of the data room, read before."""
    scheme = scheme_of(assessment)
    figures = figures_for(assessment, on) if figures is None else figures
    answers = complete_answers(scheme, given, figures)
    result = score(scheme, answers, on=on)
    complete = completeness(scheme, answers)
    return Overview(assessment, scheme, given, answers, result, complete, figures, links or {})


def is_open(assessment: Assessment) -> bool:
    """Whether answers can change."""
    return assessment.state is AssessmentState.DRAFT


def _is_minimum_open(indicator: Indicator, result: Result) -> bool:
    found = result.indicators[indicator.code]
    return indicator.minimum is not None and found.minimum_met is None and found.applies


def _dimension(whole: Overview, dimension: Dimension, largest: Fraction, expanded: bool) -> DimensionRow:
    result = whole.result.dimensions[dimension.code]
    rows = [_row(whole, code) for code in dimension.indicators]
    return DimensionRow(
        dimension=dimension,
        points=result.points,
        maximum=result.max,
        bar=charts.dimension_bar(result.points, result.reachable - result.points, result.max, largest),
        answered=sum(whole.is_done(code) for code in dimension.indicators),
        to_confirm=sum(code in whole.waiting for code in dimension.indicators),
        minimums_open=sum(_is_minimum_open(row.indicator, whole.result) for row in rows),
        minimums_missed=sum(row.result.minimum_met is False for row in rows),
        person=_last_author([one for one in whole.given.values() if one.indicator in dimension.indicators]),
        open=expanded,
        rows=rows,
    )


def _row(whole: Overview, code: str) -> IndicatorRow:
    result = whole.result.indicators[code]
    settled = result.points if result.status in DONE else None
    status = "to_confirm" if code in whole.waiting else str(result.status)
    return IndicatorRow(whole.scheme.indicators[code], result, charts.pips(settled, result.max), status)


def _last_author(given: Sequence[Given]) -> str:
    return max(given, key=lambda one: one.changed_at).author if given else ""
