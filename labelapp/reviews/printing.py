"""The report as a file in the language of the cluster organisation: final from the frozen record, or a draft."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from labelapp.assessments.indicator_page import answer_pairs
from labelapp.assessments.live_score import measure_text
from labelapp.clock import today
from labelapp.documents.report import (
    Area,
    Condition,
    DecisionFacts,
    Dimension,
    Finding,
    Indicator,
    Judgement,
    Remark,
    ReportData,
    Total,
    report_pdf,
    shorten,
)
from labelapp.documents.sealing import SealNote, seal, seal_note
from labelapp.extensions import settings
from labelapp.reviews import reportpage
from labelapp.reviews.case import Case, case_of
from labelapp.reviews.commenting.models import SentDraft
from labelapp.reviews.drafting.composing import compose, digest_of
from labelapp.reviews.drafting.texts import MINIMUM_CODES, draft_texts
from labelapp.reviews.models import Review
from labelapp.reviews.record import (
    IndicatorRecord,
    JudgementRecord,
    ReviewRecord,
    TextsRecord,
    TotalRecord,
    load_record,
)
from labelapp.reviews.reportpage import ReportPage, of_record
from labelapp.schemes.answers import NOT_APPLICABLE
from labelapp.schemes.numbers import exact
from labelapp.web.issuer import issuer_in
from labelapp.web.locale import interface_language, scheme_text, speaking

# The annex quotes an answer up to this length; the whole of it is in the submission.
LONGEST_ANSWER = 400


def report_file(review: Review, decision: DecisionFacts | None = None) -> bytes:
    """The PDF of a final report, sealed; with the decision once there is one."""
    return seal(unsealed_report(review, decision, seal_note()), stamped=False)


def unsealed_report(review: Review, decision: DecisionFacts | None, note: SealNote | None = None) -> bytes:
    """The same before the seal, of which `note` tells: for the same record always the same bytes."""
    assert review.report is not None
    case, report = case_of(review), review.report
    record = load_record(report.content)
    imprint = Imprint(reference(review), report.finalised_at.date(), report.sha256)
    return _printed(case, record, imprint, decision, note)


def draft_file(review: Review) -> bytes:
    """The PDF of the report as it stands, marked as a draft, with the names of the assessors."""
    case = case_of(review)
    record = compose(case)
    return _printed(case, record, Imprint(_draft_reference(review), today(), digest_of(record), draft=True))


def team_draft_file(review: Review, draft: SentDraft) -> bytes:
    """The PDF of a draft as the cluster organisation received it."""
    record = load_record(draft.content)
    imprint = Imprint(_draft_reference(review), draft.sent_at.date(), draft.sha256, draft=True)
    return _printed(case_of(review), record, imprint)


def report_filename(review: Review) -> str:
    """The name under which the file is kept."""
    return f"assessment-report-{reference(review)}.pdf"


def reference(review: Review) -> str:
    """The number by which a report is named: the year in which it became final, and the review."""
    year = review.report.finalised_at.year if review.report else 0
    return f"R-{year}-{review.id:04d}"


def _draft_reference(review: Review) -> str:
    return f"D-{review.id:04d}"


@dataclass(frozen=True)
class Imprint:
    """By what number, day and hash a file names itself, and whether it is a draft."""

    number: str
    day: date
    sha256: str
    draft: bool = False


def _printed(
    case: Case,
    record: ReviewRecord,
    imprint: Imprint,
    decision: DecisionFacts | None = None,
    note: SealNote | None = None,
) -> bytes:
    with speaking(case.snapshot.cluster.language):
        return report_pdf(replace(_data(case, record, imprint, decision), seal=note))


def _data(case: Case, record: ReviewRecord, imprint: Imprint, decision: DecisionFacts | None) -> ReportData:
    page, scheme, cluster = of_record(case, record), case.scheme, case.snapshot.cluster
    texts = record.texts or draft_texts(scheme, record)
    language = interface_language(cluster.language)
    issuer = issuer_in(language)
    return ReportData(
        reference=imprint.number,
        cluster=record.cluster,
        cluster_lang=cluster.name_language,
        country=record.country,
        label_name=scheme_text(scheme.name),
        scheme_name=scheme_text(scheme.subject),
        scheme_version=scheme.version,
        assessors=page.assessors,
        submitted_on=record.submitted_on,
        assessed_on=record.assessed_on,
        reported_on=imprint.day,
        summary=record.summary,
        total=_total(record.total),
        threshold=_threshold(page),
        awarded=record.awarded,
        conditions=_conditions(page),
        dimensions=[
            Dimension(
                one.code, one.name, _total(record.dimensions[one.code]), texts.dimensions.get(one.code, "")
            )
            for one in page.dimensions
        ],
        strengths=[_finding(one) for one in page.strengths],
        improvements=[_finding(one) for one in page.improvements],
        indicators=[
            _indicator(case, line, dimension.code, record.indicators[line.code], texts)
            for dimension in page.dimensions
            for line in dimension.indicators
        ],
        areas=[
            Area(
                one.area,
                one.name,
                one.before,
                one.before_on,
                one.after,
                one.after_on,
                _shown(record.indicators[one.area].consensus),
            )
            for one in page.areas
        ],
        course=page.course,
        remarks=[Remark(one.indicator or "", one.text, one.accepted, one.answer) for one in record.remarks],
        decision=decision,
        issuer_name=issuer.name,
        issuer_subtitle=issuer.subtitle,
        submission_sha256=record.submission_sha256,
        sha256=imprint.sha256,
        language=language,
        illustrative=scheme.illustrative,
        demonstration=settings().demo,
        draft=imprint.draft,
    )


def _threshold(page: ReportPage) -> str | None:
    return exact(page.chart.threshold) if page.chart and page.chart.threshold is not None else None


def _conditions(page: ReportPage) -> list[Condition]:
    found = []
    for (holds, text), reason in zip(page.reasons, page.record.reasons, strict=True):
        code = reason.params.get("indicator", "") if reason.code in MINIMUM_CODES else ""
        name = scheme_text(page.scheme.indicators[code].name) if code else ""
        found.append(Condition(text, holds, code, f"{code} {name}".strip()))
    return found


def _total(total: TotalRecord) -> Total:
    return Total(total.points, total.max, total.percent)


def _finding(remark: reportpage.Remark) -> Finding:
    return Finding(remark.code, remark.name, remark.text)


def _shown(judgement: JudgementRecord) -> bool | None:
    """Whether an improvement is shown: by its minimum requirement, else by whether it is plausible."""
    return judgement.minimum_met if judgement.minimum_met is not None else judgement.plausible


def _indicator(
    case: Case, line: reportpage.IndicatorLine, dimension: str, record: IndicatorRecord, texts: TextsRecord
) -> Indicator:
    facts, indicator = case.snapshot.indicators[line.code], case.scheme.indicators[line.code]
    measure = Fraction(facts.measure) if facts.measure is not None else None
    pairs = answer_pairs(case.scheme, indicator, case.answers)
    return Indicator(
        code=line.code,
        name=line.name,
        dimension=dimension,
        max=record.max,
        scored=record.scored and Fraction(record.max) > 0,
        applies=record.applies,
        answers=[(label, shorten(text, LONGEST_ANSWER)) for label, text in pairs],
        computed=""
        if NOT_APPLICABLE in case.answers.get(line.code, {})
        else measure_text(indicator, measure),
        self_assessed=Judgement(record.self_assessed.points, record.self_assessed.minimum_met),
        agreed=Judgement(record.consensus.points, record.consensus.minimum_met),
        level=_level(case, line.code, record),
        text=texts.indicators.get(line.code, ""),
        doubted=record.consensus.plausible is False,
    )


def _level(case: Case, code: str, record: IndicatorRecord) -> str:
    """The level that the agreed points reach, in words."""
    indicator = case.scheme.indicators[code]
    if record.consensus.points is None:
        return ""
    points = Fraction(record.consensus.points)
    reached = (one for one in indicator.levels if points >= one.points * indicator.weight)
    level = next(reached, None)
    return scheme_text(level.text) if level else ""
