"""The final report as a file, printed from the frozen record in the language of the cluster organisation."""

from fractions import Fraction

from flask_babel import gettext as _

from labelapp.documents.report import (
    AssessorJudgement,
    Condition,
    DecisionFacts,
    Dimension,
    Finding,
    Indicator,
    Judgement,
    ReportData,
    Total,
    report_pdf,
)
from labelapp.extensions import settings
from labelapp.reviews.case import case_of
from labelapp.reviews.models import Report, Review
from labelapp.reviews.record import IndicatorRecord, JudgementRecord, TotalRecord
from labelapp.reviews.reportpage import Remark, ReportPage, report_page
from labelapp.schemes.numbers import exact
from labelapp.web.locale import scheme_text, speaking


def report_file(review: Review, decision: DecisionFacts | None = None) -> bytes:
    """The PDF of a final report; with the decision once there is one."""
    assert review.report is not None
    with speaking(case_of(review).snapshot.cluster.language):
        return report_pdf(_data(review, review.report, decision))


def report_filename(review: Review) -> str:
    """The name under which the file is kept."""
    return f"assessment-report-{reference(review)}.pdf"


def reference(review: Review) -> str:
    """The number by which a report is named: the year in which it became final, and the review."""
    year = review.report.finalised_at.year if review.report else 0
    return f"R-{year}-{review.id:04d}"


def _data(review: Review, report: Report, decision: DecisionFacts | None) -> ReportData:
    page = report_page(review)
    scheme, record, cluster = page.scheme, page.record, page.case.snapshot.cluster
    return ReportData(
        reference=reference(review),
        cluster=record.cluster,
        cluster_lang=cluster.name_language,
        country=record.country,
        label_name=scheme_text(scheme.name),
        scheme_name=scheme_text(scheme.subject),
        scheme_version=scheme.version,
        assessors=page.assessors,
        submitted_on=record.submitted_on,
        assessed_on=record.assessed_on,
        reported_on=report.finalised_at.date(),
        summary=report.summary,
        total=_total(record.total),
        threshold=_threshold(page),
        awarded=record.awarded,
        conditions=[Condition(text, holds) for holds, text in page.reasons],
        dimensions=[
            Dimension(one.code, one.name, _total(record.dimensions[one.code])) for one in page.dimensions
        ],
        strengths=[_finding(one) for one in page.strengths],
        improvements=[_finding(one) for one in page.improvements],
        indicators=_indicators(page),
        decision=decision,
        issuer_name=settings().issuer_name,
        issuer_subtitle=settings().issuer_subtitle,
        submission_sha256=record.submission_sha256,
        sha256=report.sha256,
        language=cluster.language,
        illustrative=scheme.illustrative,
        demonstration=settings().demo,
    )


def _threshold(page: ReportPage) -> str | None:
    return exact(page.chart.threshold) if page.chart and page.chart.threshold is not None else None


def _total(total: TotalRecord) -> Total:
    return Total(total.points, total.max, total.percent)


def _finding(remark: Remark) -> Finding:
    return Finding(remark.code, remark.name, remark.text)


def _indicators(page: ReportPage) -> list[Indicator]:
    names = {assessor.id: assessor.name for assessor in page.record.assessors}
    return [
        _indicator(line.code, line.name, dimension.code, page.record.indicators[line.code], names)
        for dimension in page.dimensions
        for line in dimension.indicators
    ]


def _indicator(
    code: str, name: str, dimension: str, record: IndicatorRecord, names: dict[int, str]
) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        dimension=dimension,
        max=record.max,
        scored=record.scored and Fraction(record.max) > 0,
        applies=record.applies,
        self_assessed=_judgement(record.self_assessed),
        assessors=[
            AssessorJudgement(
                names[sheet.assessor],
                _judgement(sheet, sheet.justification),
                sheet.strengths,
                sheet.improvements,
            )
            for sheet in record.sheets
        ],
        consensus=_judgement(record.consensus, record.reason),
    )


def _judgement(judgement: JudgementRecord, justification: str = "") -> Judgement:
    """The document knows points and minimum requirements only; a refusal of answers is said in words."""
    if judgement.plausible is False:
        text = _("Not plausible.")
        justification = f"{text} {justification}".strip()
    return Judgement(judgement.points, judgement.minimum_met, justification)
