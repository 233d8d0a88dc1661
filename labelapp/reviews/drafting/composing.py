"""The draft of a report as it stands: the record, with what the lead wrote in the place of what rules drafted."""

from collections.abc import Mapping
from typing import Any

from labelapp.clock import today
from labelapp.reviews.case import Case
from labelapp.reviews.commenting.models import FactRemark
from labelapp.reviews.commenting.queries import drafts_of
from labelapp.reviews.course import course_of
from labelapp.reviews.drafting.queries import Written, written_texts
from labelapp.reviews.drafting.texts import draft_texts
from labelapp.reviews.queries.agreements import agreements_of
from labelapp.reviews.record import (
    FindingRecord,
    RemarkRecord,
    ReviewRecord,
    TextsRecord,
    content_hash,
    draw_up,
)
from labelapp.schemes.definition import Scheme
from labelapp.web.locale import speaking

SUMMARY, STRENGTHS, PRIORITIES = "summary", "strengths", "priorities"


def sections_of(scheme: Scheme) -> list[str]:
    """The sections that a lead may write, in the order of the report."""
    dimensions = [f"dimension:{one.code}" for one in scheme.dimensions]
    indicators = [f"indicator:{code}" for one in scheme.dimensions for code in one.indicators]
    return [SUMMARY, STRENGTHS, PRIORITIES, *dimensions, *indicators]


def compose(case: Case) -> ReviewRecord:
    """The report as it would be frozen now, whether or not everything is agreed."""
    review = case.review
    drafts = drafts_of(review)
    record = draw_up(case, agreements_of(review), review.assessed_on or today())
    texts = merge(drafted(case, record), written_texts(review))
    return record.model_copy(
        update={
            "summary": texts.summary,
            "texts": texts,
            "course": course_of(review, record, drafts),
            "remarks": [_remark(one) for draft in drafts for one in draft.remarks],
        }
    )


def drafted(case: Case, record: ReviewRecord) -> TextsRecord:
    """What rules draft, in the language of the cluster organisation."""
    with speaking(case.snapshot.cluster.language):
        return draft_texts(case.scheme, record)


def merge(texts: TextsRecord, written: Mapping[str, Written]) -> TextsRecord:
    """What was written in the place of what was drafted."""
    edits = {section: one.content for section, one in written.items() if one.content is not None}
    return TextsRecord(
        summary=_text(edits.get(SUMMARY), texts.summary),
        strengths=_findings(edits.get(STRENGTHS), texts.strengths),
        priorities=_findings(edits.get(PRIORITIES), texts.priorities),
        dimensions={
            code: _text(edits.get(f"dimension:{code}"), text) for code, text in texts.dimensions.items()
        },
        indicators={
            code: _text(edits.get(f"indicator:{code}"), text) for code, text in texts.indicators.items()
        },
        edited=sorted(edits),
    )


def _text(content: Mapping[str, Any] | None, drafted: str) -> str:
    return drafted if content is None else str(content["text"])


def _findings(content: Mapping[str, Any] | None, drafted: list[FindingRecord]) -> list[FindingRecord]:
    if content is None:
        return drafted
    return [FindingRecord.model_validate(one) for one in content["findings"]]


def _remark(remark: FactRemark) -> RemarkRecord:
    return RemarkRecord(
        indicator=remark.indicator, text=remark.text, accepted=remark.accepted, answer=remark.answer
    )


def digest_of(record: ReviewRecord) -> str:
    """A name for what another assessor agrees to: the texts and what was agreed; not the days, which go on."""
    assert record.texts is not None
    agreed = {
        code: [one.consensus.model_dump(mode="json"), one.reason] for code, one in record.indicators.items()
    }
    return content_hash({"texts": record.texts.model_dump(mode="json"), "agreed": agreed})
