"""A report, draft or final, as pages show it: in the reader's language, from the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask_babel import gettext as _

from labelapp.assessments.progress_lines import ProgressLine, progress_line
from labelapp.reviews.case import Case, case_of
from labelapp.reviews.comparison import reason_text
from labelapp.reviews.course import WORDS
from labelapp.reviews.drafting.composing import compose
from labelapp.reviews.models import AssessorRole, Review
from labelapp.reviews.record import (
    AreaRecord,
    FindingRecord,
    JudgementRecord,
    ReviewRecord,
    ThirdRecord,
    TotalRecord,
    load_record,
)
from labelapp.reviews.staffing import role_name
from labelapp.schemes.definition import Scheme
from labelapp.web.charts import Bar, RuleChart, dimension_bar, rule
from labelapp.web.formats import points as points_text
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class Remark:
    """A strength or an area for improvement of an indicator. `author` is empty where it is the report that says it."""

    code: str
    name: str
    text: str
    author: str


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator in the table: points as text, a dash where none are given."""

    code: str
    name: str
    own: str
    sheets: list[str]
    agreed: str
    max: str
    minimum_met: bool | None
    has_minimum: bool
    justifications: list[tuple[str, str]]
    reason: str
    applies: bool
    plausible: bool | None
    text: str = ""


@dataclass(frozen=True)
class DimensionLine:
    """One dimension with its indicators; `bar` None where nothing is scored."""

    code: str
    name: str
    points: str
    max: str
    bar: Bar | None
    indicators: list[IndicatorLine]
    text: str = ""


@dataclass(frozen=True)
class ReportPage:
    """Everything that the pages and the document show. `reasons` are (holds, sentence)."""

    record: ReviewRecord
    scheme: Scheme
    case: Case
    assessors: list[tuple[str, str]]
    percent: Fraction | None
    points: Fraction
    max: Fraction
    chart: RuleChart | None
    reasons: list[tuple[bool | None, str]]
    failed: list[IndicatorLine]
    dimensions: list[DimensionLine]
    strengths: list[Remark]
    improvements: list[Remark]
    assessed_on: date
    areas: list[ProgressLine]
    course: list[tuple[str, date]]


def report_page(review: Review) -> ReportPage:
    """The page of a review: from the frozen record when the report is final, else from what stands now."""
    case = case_of(review)
    record = compose(case) if review.report is None else load_record(review.report.content)
    return of_record(case, record)


def of_record(case: Case, record: ReviewRecord) -> ReportPage:
    """A record in the reader's language."""
    points, maximum = Fraction(record.total.points), Fraction(record.total.max)
    dimensions = _dimensions(case.scheme, record)
    lines = [line for dimension in dimensions for line in dimension.indicators]
    return ReportPage(
        record=record,
        scheme=case.scheme,
        case=case,
        assessors=[(one.name, role_name(AssessorRole(one.role))) for one in record.assessors],
        percent=Fraction(record.total.percent) if record.total.percent is not None else None,
        points=points,
        max=maximum,
        chart=_chart(case.scheme, points, maximum),
        reasons=[(one.holds, reason_text(one.message, one.params)) for one in record.reasons],
        failed=[line for line in lines if line.minimum_met is False],
        dimensions=dimensions,
        strengths=_strengths(case.scheme, record),
        improvements=_priorities(case.scheme, record),
        assessed_on=record.assessed_on,
        areas=[_area(case.scheme, one) for one in record.areas],
        course=[(str(WORDS[one.what]), one.on) for one in record.course],
    )


def _area(scheme: Scheme, area: AreaRecord) -> ProgressLine:
    indicator = scheme.indicators.get(area.indicator) if area.indicator else None
    return progress_line(area.area, indicator, area.before, area.after)


def _strengths(scheme: Scheme, record: ReviewRecord) -> list[Remark]:
    if record.texts is None:
        return _remarks(scheme, record, "strengths")
    return _findings(scheme, record.texts.strengths)


def _priorities(scheme: Scheme, record: ReviewRecord) -> list[Remark]:
    if record.texts is None:
        return _remarks(scheme, record, "improvements")
    return _findings(scheme, record.texts.priorities)


def _findings(scheme: Scheme, found: list[FindingRecord]) -> list[Remark]:
    return [
        Remark(one.code, scheme_text(scheme.indicators[one.code].name), one.text, author="") for one in found
    ]


def _chart(scheme: Scheme, points: Fraction, maximum: Fraction) -> RuleChart | None:
    if not maximum:
        return None
    share = scheme.pass_points / scheme.max_points if scheme.pass_points is not None else None
    return rule(points, Fraction(0), maximum, share * maximum if share is not None else None)


def _dimensions(scheme: Scheme, record: ReviewRecord) -> list[DimensionLine]:
    largest = max((Fraction(one.max) for one in record.dimensions.values()), default=Fraction(0))
    return [
        DimensionLine(
            code=dimension.code,
            name=scheme_text(dimension.name),
            points=points_text(Fraction(record.dimensions[dimension.code].points)),
            max=points_text(Fraction(record.dimensions[dimension.code].max)),
            bar=_bar(record.dimensions[dimension.code], largest),
            indicators=[_line(scheme, record, code) for code in dimension.indicators],
            text=record.texts.dimensions.get(dimension.code, "") if record.texts else "",
        )
        for dimension in scheme.dimensions
    ]


def _bar(total: TotalRecord, largest: Fraction) -> Bar | None:
    points, maximum = Fraction(total.points), Fraction(total.max)
    return dimension_bar(points, Fraction(0), maximum, largest) if maximum else None


def _line(scheme: Scheme, record: ReviewRecord, code: str) -> IndicatorLine:
    indicator, kept = scheme.indicators[code], record.indicators[code]
    names = _names(record)
    return IndicatorLine(
        code=code,
        name=scheme_text(indicator.name),
        own=_points(kept.self_assessed),
        sheets=[_points(sheet) for sheet in kept.sheets],
        agreed=_points(kept.consensus),
        max=points_text(Fraction(kept.max)) if kept.scored and kept.applies else "–",
        minimum_met=kept.consensus.minimum_met,
        has_minimum=indicator.minimum is not None,
        justifications=[
            *((names[sheet.assessor], sheet.justification) for sheet in kept.sheets if sheet.justification),
            *_third(kept.third),
        ],
        reason=kept.reason,
        applies=kept.applies,
        plausible=kept.consensus.plausible,
        text=record.texts.indicators.get(code, "") if record.texts else "",
    )


def _third(third: ThirdRecord | None) -> list[tuple[str, str]]:
    """What a third expert gave on their own, before deciding."""
    if third is None:
        return []
    words = _("%(name)s, third expert, %(points)s points", name=third.name, points=_points(third))
    return [(words, third.justification)]


def _points(judgement: JudgementRecord) -> str:
    return points_text(Fraction(judgement.points) if judgement.points is not None else None)


def _names(record: ReviewRecord) -> Mapping[int, str]:
    return {assessor.id: assessor.name for assessor in record.assessors}


def _remarks(scheme: Scheme, record: ReviewRecord, kind: str) -> list[Remark]:
    names = _names(record)
    return [
        Remark(code, scheme_text(scheme.indicators[code].name), getattr(sheet, kind), names[sheet.assessor])
        for dimension in scheme.dimensions
        for code in dimension.indicators
        for sheet in record.indicators[code].sheets
        if getattr(sheet, kind)
    ]
