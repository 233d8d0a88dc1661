"""What a review adds to the file of its case besides scores and report: objections, clarifications, visit, drafts.

The team gets what its own pages show: no assessor by name, no answer to a remark before the report is final. A file of
the office holds drafts and texts of the report, which tell scores, with the final report.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from labelapp.events.parts import Item, moment, told
from labelapp.events.telling import Readers
from labelapp.evidence.filing import evidence_item
from labelapp.extensions import db
from labelapp.reviews.clarifications.models import ClarificationRound
from labelapp.reviews.clarifications.queries import rounds_of
from labelapp.reviews.clarifications.supplements import Part
from labelapp.reviews.commenting.models import SentDraft
from labelapp.reviews.commenting.queries import drafts_of
from labelapp.reviews.drafting.models import DraftConsent, ReportText
from labelapp.reviews.models import InterestDeclaration, Review
from labelapp.reviews.objections.models import Objection
from labelapp.reviews.objections.queries import nominees_of
from labelapp.reviews.told import reviews_of, submissions_of
from labelapp.reviews.visit.models import Visit
from labelapp.reviews.visit.queries import visit_of


def review_files(assessment_id: int, reader: Readers) -> Iterator[Item]:
    """The files about the review of a case, each only when there is something to say."""
    if reader is Readers.OFFICE:
        yield from told("interests.json", _declarations(assessment_id))
    for review in db.session.scalars(select(Review).where(Review.id.in_(reviews_of(assessment_id)))):
        folder = folder_of(review)
        yield from told(f"{folder}objections.json", _objections(review, reader))
        yield from _clarifications(review)
        visit = visit_of(review)
        if visit is not None and (reader is Readers.OFFICE or visit.sent_at is not None):
            yield from told(f"{folder}visit.json", _visit(visit))
        if reader is Readers.TEAM or review.report is not None:
            yield from told(
                f"{folder}drafts.json", [_draft(one, review, reader) for one in drafts_of(review)]
            )
        if reader is Readers.OFFICE and review.report is not None:
            yield from told(f"{folder}writing.json", _writing(review))


def folder_of(review: Review) -> str:
    """Where the files of a review stand: those of a re-examination in a folder of their own."""
    return "" if review.examination == 1 else "reexamination/"


def _declarations(assessment_id: int) -> list[dict[str, Any]]:
    """Who declared and whether there was an interest, as in the log; which one is for the person to tell."""
    query = select(InterestDeclaration).where(
        InterestDeclaration.submission_id.in_(submissions_of(assessment_id))
    )
    return [
        {
            "person": {"id": one.user_id, "name": one.user.name},
            "declared_at": moment(one.declared_at),
            "conflict": one.conflict,
        }
        for one in db.session.scalars(query.order_by(InterestDeclaration.id))
    ]


def _objections(review: Review, reader: Readers) -> list[dict[str, Any]]:
    if reader is Readers.TEAM:
        return [_objection(one.objection) for one in nominees_of(review)]
    rights = [one.objection for one in review.assignments if one.objection]
    return [
        _objection(one) | {"expert": {"id": one.assignment.user_id, "name": one.assignment.user.name}}
        for one in rights
    ]


def _objection(one: Objection) -> dict[str, Any]:
    return {
        "part": one.assignment.role.value,
        "until": moment(one.until),
        "agreed_at": moment(one.agreed_at),
        "raised_at": moment(one.raised_at),
        "reason": one.reason,
        "upheld": one.upheld,
        "answer": one.answer,
        "settled_at": moment(one.settled_at),
    }


def _clarifications(review: Review) -> Iterator[Item]:
    """Rounds that were sent, with what was handed in; who asked is not told, and drafts are nobody's to read."""
    rounds = rounds_of(review)
    yield from told(f"{folder_of(review)}clarifications.json", [_round(one) for one in rounds])
    frozen = [Part.model_validate(one.frozen) for round_ in rounds for one in round_.replies if one.frozen]
    offered = {one.sha256: one for part in frozen for one in part.evidence}
    yield from filter(None, map(evidence_item, offered.values()))


def _round(one: ClarificationRound) -> dict[str, Any]:
    return {
        "number": one.number,
        "sent_at": moment(one.sent_at),
        "due_on": moment(one.due_on),
        "asked": [
            {"indicator": request.indicator, "reason": request.reason.value, "question": request.question}
            for request in one.requests
        ],
        "handed_in": {reply.indicator: reply.frozen for reply in one.replies if reply.frozen},
        "ended_at": moment(one.closed_at),
        "why_ended": one.closing_reason,
        "frozen": one.content,
        "sha256": one.sha256,
    }


def _visit(visit: Visit) -> dict[str, Any]:
    """What everybody at the visit reads. The notes of the assessors are theirs alone."""
    return {
        "mode": visit.mode.value,
        "place": visit.place,
        "timezone": visit.timezone,
        "sent_at": moment(visit.sent_at),
        "revision": visit.revision,
        "agenda": [
            {"starts_at": moment(slot.starts_at), "minutes": slot.minutes, "title": slot.title}
            for slot in visit.slots
        ],
        "questions": [{"indicator": one.indicator, "text": one.text} for one in visit.questions],
        "people": [
            {"name": one.name, "part": one.part, "attended": one.attended} for one in visit.participants
        ],
        "attended_at": moment(visit.attended_at),
    }


def _draft(draft: SentDraft, review: Review, reader: Readers) -> dict[str, Any]:
    answered = reader is Readers.OFFICE or review.report is not None
    return {
        "sent_at": moment(draft.sent_at),
        "due_on": moment(draft.due_on),
        "ended_at": moment(draft.ended_at),
        "ending": draft.ending.value if draft.ending else None,
        "content": draft.content,
        "sha256": draft.sha256,
        "remarks": [
            {
                "indicator": one.indicator,
                "text": one.text,
                "written_by": one.written_by.name,
                "written_at": moment(one.written_at),
                "accepted": one.accepted if answered else None,
                "answer": one.answer if answered else "",
            }
            for one in draft.remarks
        ],
    }


def _writing(review: Review) -> dict[str, Any]:
    """Every version of every section of the report, and what the other assessor said of the drafts."""
    texts = select(ReportText).where(ReportText.review_id == review.id).order_by(ReportText.id)
    consents = select(DraftConsent).where(DraftConsent.review_id == review.id).order_by(DraftConsent.id)
    return {
        "texts": [
            {
                "section": one.section,
                "content": one.content,
                "written_by": one.written_by.name if one.written_by else None,
                "written_at": moment(one.written_at),
            }
            for one in db.session.scalars(texts)
        ],
        "consents": [
            {"by": one.user.name, "agrees": one.agrees, "note": one.note, "said_at": moment(one.said_at)}
            for one in db.session.scalars(consents)
        ],
    }
