"""What the pages of the board show of a case, made from the frozen report and nothing else."""

from dataclasses import dataclass
from fractions import Fraction

from labelapp.assessments.progress_lines import ProgressLine, progress_line
from labelapp.clusters.models import Cluster
from labelapp.decisions.rules import COMMITTEE, MINIMUM_NOT_MET, may_be_awarded, reason_text
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.models import Review
from labelapp.reviews.record import ReviewRecord, load_record
from labelapp.schemes.definition import Scheme
from labelapp.web import charts
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class DimensionLine:
    """One dimension of the report with its bar."""

    code: str
    name: str
    points: Fraction
    maximum: Fraction
    bar: charts.Bar


@dataclass(frozen=True)
class BoardCase:
    """A case for the board. `rule` is None for a scheme without points; `checks` are (good|bad|open, sentence)."""

    review: Review
    cluster: Cluster
    scheme: Scheme
    record: ReviewRecord
    rule: charts.RuleChart | None
    percent: Fraction | None
    dimensions: list[DimensionLine]
    checks: list[tuple[str, str]]
    failed_minimums: list[str]
    awardable: bool
    areas: list[ProgressLine]


def board_case(review: Review) -> BoardCase:
    """The case of a review whose report is final."""
    assert review.report is not None
    record, scheme = load_record(review.report.content), scheme_of(review)
    total, maximum = Fraction(record.total.points), Fraction(record.total.max)
    return BoardCase(
        review=review,
        cluster=cluster_of(review),
        scheme=scheme,
        record=record,
        rule=charts.rule(total, Fraction(0), maximum, scheme.pass_points) if maximum > 0 else None,
        percent=Fraction(record.total.percent) if record.total.percent is not None else None,
        dimensions=_dimensions(record, scheme),
        checks=[
            ("open" if reason.holds is None else "good" if reason.holds else "bad", reason_text(reason))
            for reason in record.reasons
        ],
        failed_minimums=[reason_text(reason) for reason in record.reasons if reason.code == MINIMUM_NOT_MET],
        awardable=may_be_awarded(record),
        areas=[
            progress_line(one.area, scheme.indicators.get(one.indicator or ""), one.before, one.after)
            for one in record.areas
        ],
    )


def left_to_the_board(case: BoardCase) -> bool:
    """Whether a rule of the scheme leaves the decision to the board."""
    return any(reason.code == COMMITTEE for reason in case.record.reasons)


def suggested_reasons(case: BoardCase) -> str:
    """A first draft of the reasons for a refusal: the rules that do not hold, one a line."""
    return "\n".join(text for state, text in case.checks if state == "bad")


def _dimensions(record: ReviewRecord, scheme: Scheme) -> list[DimensionLine]:
    scored = {code: total for code, total in record.dimensions.items() if Fraction(total.max) > 0}
    if not scored:
        return []
    largest = max(Fraction(total.max) for total in scored.values())
    names = {dimension.code: dimension.name for dimension in scheme.dimensions}
    return [
        DimensionLine(
            code=code,
            name=scheme_text(names[code]),
            points=Fraction(total.points),
            maximum=Fraction(total.max),
            bar=charts.dimension_bar(Fraction(total.points), Fraction(0), Fraction(total.max), largest),
        )
        for code, total in scored.items()
    ]
