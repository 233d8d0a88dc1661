"""The record of a review: what an assessment report keeps for good, and its hash."""

import hashlib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import rfc8785
from pydantic import BaseModel, ConfigDict

from labelapp.assessments.benchmarkings import Progress, Value, progress_in
from labelapp.reviews import policy
from labelapp.reviews.case import Case, assessment_of
from labelapp.reviews.clarifications.supplements import Supplement
from labelapp.reviews.disputes.models import Dispute
from labelapp.reviews.disputes.queries import disputes_of, judgement_of
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import Assignment
from labelapp.reviews.queries.agreements import Agreement
from labelapp.reviews.queries.sheets import Entry, entries_of_sheets
from labelapp.reviews.result import result_of, self_result
from labelapp.schemes.numbers import exact
from labelapp.schemes.results import Result, Total


class Kept(BaseModel):
    """The base of every part of a record. Numbers are exact text ("4.5", "1/3")."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AssessorRecord(Kept):
    """Who assessed, by the name at the time."""

    id: int
    name: str
    role: str


class JudgementRecord(Kept):
    """Points, minimum requirement and plausibility, as far as they were asked."""

    points: str | None
    minimum_met: bool | None
    plausible: bool | None = None


class SheetRecord(JudgementRecord):
    """What one assessor wrote about an indicator."""

    assessor: int
    justification: str
    strengths: str
    improvements: str


class ThirdRecord(JudgementRecord):
    """What a third expert gave before seeing the others, and why the assessors did not agree."""

    assessor: int
    name: str
    justification: str
    disagreement: str


class IndicatorRecord(Kept):
    """One indicator: what the answers gave, what each assessor said, what they agreed and why.

    `third` is there where a third expert decided: then `consensus` and `reason` are theirs.
    """

    max: str
    scored: bool
    applies: bool
    self_assessed: JudgementRecord
    sheets: list[SheetRecord]
    consensus: JudgementRecord
    reason: str
    third: ThirdRecord | None = None


class TotalRecord(Kept):
    """Points of a maximum; `percent` is exact and None when nothing is scored."""

    points: str
    max: str
    percent: str | None


class ReasonRecord(Kept):
    """Why a rule of the scheme holds or fails: code, and the template with its texts for every language."""

    code: str
    message: str
    params: dict[str, str]
    holds: bool | None


class FindingRecord(Kept):
    """A strength or a priority of the summary, with the indicator that it comes from."""

    code: str
    text: str


class TextsRecord(Kept):
    """What the report says in words, in the language of the cluster organisation; nobody is named as its author.

    `edited` names the sections that the lead wrote; the others are as drafted from the record.
    """

    summary: str
    strengths: list[FindingRecord]
    priorities: list[FindingRecord]
    dimensions: dict[str, str]
    indicators: dict[str, str]
    edited: list[str] = []


class ValueRecord(Kept):
    """What the answers of one benchmarking came to in an indicator."""

    on: date
    scheme: str
    indicator: str
    measure: str | None
    points: str | None
    max: str | None
    minimum_met: bool | None


class AreaRecord(Kept):
    """An improvement area with the values of two benchmarkings; `indicator` is what was improved."""

    area: str
    indicator: str | None
    before: ValueRecord | None
    after: ValueRecord | None


class MilestoneRecord(Kept):
    """A day in the course of the case; `what` is a key of `course.WORDS`."""

    what: str
    on: date


class RemarkRecord(Kept):
    """An error of fact that the cluster organisation pointed out, and the answer; None for one in general."""

    indicator: str | None
    text: str
    accepted: bool | None
    answer: str


class ReviewRecord(Kept):
    """Everything from which the report of a review is printed.

    `clarifications`: what the applicant was asked and handed in after the submission, which `submission_sha256` names:
    for each field that changed, the value before and after. The results rest on both. Format 2 came with texts,
    improvement areas, dates and remarks; records of format 1 are read as they are.
    """

    format: Literal[1, 2] = 2
    review: int
    submission: int
    submission_sha256: str
    submitted_on: date
    scheme: str
    scheme_hash: str
    cluster: str
    country: str
    assessors: list[AssessorRecord]
    assessed_on: date
    summary: str
    indicators: dict[str, IndicatorRecord]
    dimensions: dict[str, TotalRecord]
    total: TotalRecord
    awarded: bool | None
    reasons: list[ReasonRecord]
    clarifications: list[Supplement] = []
    texts: TextsRecord | None = None
    areas: list[AreaRecord] = []
    course: list[MilestoneRecord] = []
    remarks: list[RemarkRecord] = []


def draw_up(case: Case, agreed: Mapping[str, Agreement], assessed_on: date) -> ReviewRecord:
    """The record of a review whose sheets are locked, with what is agreed so far and without texts."""
    review, snapshot = case.review, case.snapshot
    judgements = {code: agreement.judgement for code, agreement in agreed.items()}
    result, own = result_of(case, judgements), self_result(case)
    assignments = policy.scoring_assignments(review)
    return ReviewRecord(
        review=review.id,
        submission=review.submission_id,
        submission_sha256=review.submission.sha256,
        submitted_on=review.submission.submitted_at.date(),
        scheme=case.scheme.key,
        scheme_hash=case.scheme.content_hash,
        cluster=snapshot.cluster.name,
        country=snapshot.cluster.country,
        assessors=[
            AssessorRecord(id=item.user_id, name=item.user.name, role=item.role.value) for item in assignments
        ],
        assessed_on=assessed_on,
        summary="",
        indicators=_indicators(case, agreed, result, own, assignments),
        dimensions={code: _total(dimension) for code, dimension in result.dimensions.items()},
        total=_total(result.total),
        awarded=result.awarded,
        reasons=[
            ReasonRecord(
                code=reason.code, message=reason.message, params=dict(reason.params), holds=reason.holds
            )
            for reason in result.reasons
        ],
        clarifications=list(case.supplements),
        areas=[_area(one) for one in progress_in(assessment_of(review), case.scheme, snapshot)],
    )


def _area(progress: Progress) -> AreaRecord:
    return AreaRecord(
        area=progress.area,
        indicator=progress.indicator.code if progress.indicator else None,
        before=_benchmarked(progress.before),
        after=_benchmarked(progress.after),
    )


def _benchmarked(value: Value | None) -> ValueRecord | None:
    return ValueRecord(**vars(value)) if value else None


def _indicators(
    case: Case,
    agreed: Mapping[str, Agreement],
    result: Result,
    own: Result,
    assignments: list[Assignment],
) -> dict[str, IndicatorRecord]:
    sheets = {item.user_id: item.sheet.id for item in assignments if item.sheet}
    entries, disputes = entries_of_sheets(sheets.values()), disputes_of(case.review)
    records = {}
    for code in case.questions:
        agreement = agreed.get(code)
        found = result.indicators[code]
        records[code] = IndicatorRecord(
            max=exact(found.max),
            scored=found.scored,
            applies=found.applies,
            self_assessed=JudgementRecord(
                points=_text(own.indicators[code].points), minimum_met=own.indicators[code].minimum_met
            ),
            sheets=[
                _sheet(user_id, entries[sheet_id][code])
                for user_id, sheet_id in sheets.items()
                if code in entries[sheet_id]
            ],
            consensus=_judgement(agreement.judgement if agreement else Judgement()),
            reason=agreement.reason if agreement else "",
            third=_third(disputes[code]) if agreement and agreement.dispute_id else None,
        )
    return records


def _third(dispute: Dispute) -> ThirdRecord:
    """The score of the expert who decided: the last one, since a successor begins anew."""
    score = dispute.scores[-1]
    return ThirdRecord(
        **_judgement(judgement_of(score)).model_dump(),
        assessor=score.assignment.user_id,
        name=score.assignment.user.name,
        justification=score.justification,
        disagreement=dispute.reason,
    )


def _sheet(user_id: int, entry: Entry) -> SheetRecord:
    return SheetRecord(
        **_judgement(entry.judgement).model_dump(),
        assessor=user_id,
        justification=entry.justification,
        strengths=entry.strengths,
        improvements=entry.improvements,
    )


def _judgement(judgement: Judgement) -> JudgementRecord:
    return JudgementRecord(
        points=_text(judgement.points), minimum_met=judgement.minimum_met, plausible=judgement.plausible
    )


def _total(total: Total) -> TotalRecord:
    return TotalRecord(points=exact(total.points), max=exact(total.max), percent=_text(total.percent))


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact(value)


def for_the_team(record: ReviewRecord) -> ReviewRecord:
    """The record without who assessed and what each of them scored or wrote: what the cluster organisation gets."""
    indicators = {
        code: one.model_copy(update={"sheets": [], "third": None}) for code, one in record.indicators.items()
    }
    return record.model_copy(update={"assessors": [], "indicators": indicators})


def as_json(record: ReviewRecord) -> dict[str, Any]:
    """The record as it is kept in `Report.content`."""
    return record.model_dump(mode="json")


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 (hex) over the canonical JSON (RFC 8785) of a kept record."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def load_record(content: dict[str, Any]) -> ReviewRecord:
    """The record of a report. Raises pydantic's ValidationError if it is not one."""
    return ReviewRecord.model_validate(content)
