"""What was handed in during clarifications, frozen, and how it lies over the frozen submission."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import rfc8785
from sqlalchemy import select

from labelapp.assessments.snapshot import Evidence, Frozen, OverruledFacts, PersonFacts, Snapshot
from labelapp.extensions import db
from labelapp.reviews.clarifications.models import ClarificationRound
from labelapp.reviews.models import Review
from labelapp.schemes.answers import NOT_APPLICABLE, look_up
from labelapp.schemes.definition import Indicator, Scheme


class Asked(Frozen):
    """A question as the applicant read it. Who asked is not told."""

    reason: str
    question: str


class Change(Frozen):
    """The value of a field before and after, in the shape of the scheme format; None where there was none."""

    before: Any
    after: Any


class Part(Frozen):
    """One indicator of a round. `handed_in_at` is None when nothing was handed in about it.

    `overruled`: for changed fields that the data room computes, why; None for one that went back to that value.
    """

    asked: list[Asked]
    comment: str = ""
    changes: dict[str, Change] = {}
    overruled: dict[str, OverruledFacts | None] = {}
    evidence: list[Evidence] = []
    handed_in_by: PersonFacts | None = None
    handed_in_at: datetime | None = None


class Supplement(Frozen):
    """A round as it ended. `indicators` are in the scheme's order."""

    format: Literal[1] = 1
    review: int
    submission: int
    number: int
    sent_at: datetime
    due_on: date
    ended_at: datetime
    ending: str
    indicators: dict[str, Part]


def as_json(supplement: Supplement) -> dict[str, Any]:
    """The supplement as it is kept in `ClarificationRound.content`."""
    return supplement.model_dump(mode="json")


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 (hex) over the canonical JSON (RFC 8785) of a kept supplement."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def supplements_of(review: Review) -> tuple[Supplement, ...]:
    """What the closed rounds of a review brought, oldest first; one statement."""
    query = (
        select(ClarificationRound.content)
        .where(ClarificationRound.review_id == review.id, ClarificationRound.closed_at.is_not(None))
        .order_by(ClarificationRound.number)
    )
    return tuple(Supplement.model_validate(content) for content in db.session.scalars(query))


def overlay(snapshot: Snapshot, supplements: Iterable[Supplement]) -> Snapshot:
    """The submission with what was handed in afterwards laid over it: this is what is judged."""
    for supplement in supplements:
        for code, part in supplement.indicators.items():
            if part.handed_in_at is not None:
                snapshot = _with_part(snapshot, code, part)
    return snapshot


def _with_part(snapshot: Snapshot, code: str, part: Part) -> Snapshot:
    answers = dict(snapshot.answers.get(code, {}))
    for field, change in part.changes.items():
        if change.after is None:
            answers.pop(field, None)
        else:
            answers[field] = change.after
    figures = dict(snapshot.figures.get(code, {}))
    for field, overruled in part.overruled.items():
        figures[field] = figures[field].model_copy(update={"overruled": overruled})
    facts = snapshot.indicators[code]
    there = {one.sha256 for one in facts.evidence}
    added = [one for one in part.evidence if one.sha256 not in there]
    shown = facts.model_copy(update={"evidence": [*facts.evidence, *added]})
    return snapshot.model_copy(
        update={
            "answers": {**snapshot.answers, code: answers},
            "figures": {**snapshot.figures, code: figures} if figures else snapshot.figures,
            "indicators": {**snapshot.indicators, code: shown},
        }
    )


def changed_moments(
    scheme: Scheme, snapshot: Snapshot, supplements: Sequence[Supplement]
) -> dict[str, datetime]:
    """When a round last changed what is judged, by indicator: one that was answered about, or takes its value there."""
    moments: dict[str, datetime] = {}
    for supplement in supplements:
        after = overlay(snapshot, [supplement])
        for code, indicator in scheme.indicators.items():
            part = supplement.indicators.get(code)
            answered = part is not None and part.handed_in_at is not None
            if answered or _values(scheme, indicator, snapshot.answers) != _values(
                scheme, indicator, after.answers
            ):
                moments[code] = supplement.ended_at
        snapshot = after
    return moments


def _values(scheme: Scheme, indicator: Indicator, answers: Mapping[str, Mapping[str, Any]]) -> list[object]:
    excused = answers.get(indicator.code, {}).get(NOT_APPLICABLE)
    return [excused, *(look_up(scheme, indicator, field, answers) for field in indicator.fields)]
