"""What there is to tell: facts that are public, or known to the cluster organisation, and addresses to read on.

Never people, never a score, and of a decision not its outcome: a message leaves the house, so it says what to look at.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from labelapp.assessments.models import Assessment, Submission
from labelapp.certificates.models import Certificate
from labelapp.certificates.register.columns import as_json
from labelapp.certificates.register.queries import Entry
from labelapp.certificates.status import status_of
from labelapp.clusters.models import Cluster
from labelapp.decisions.models import Decision
from labelapp.events.models import Event
from labelapp.extensions import db
from labelapp.reviews.case import assessment_of
from labelapp.reviews.models import Review
from labelapp.web.links import public_link
from labelapp.webhooks.kinds import OF_CASES, TOLD_AS, Kind

Subject = Certificate | Assessment | Decision
# Details of events that are public and go along as they are.
_DETAILS = {"certificate.superseded": "by", "certificate.suspended": "until"}


@dataclass(frozen=True)
class News:
    """One thing that happened. `source` names it once and for all; `number` is that of the event in the log."""

    source: str
    kinds: tuple[Kind, ...]
    at: datetime
    cluster: Cluster
    data: dict[str, Any] = field(default_factory=dict)
    number: int = 0

    @property
    def is_of_a_case(self) -> bool:
        """Whether only the cluster organisation itself may know."""
        return any(kind in OF_CASES for kind in self.kinds)


def news_of(events: Sequence[Event], day: date) -> list[News]:
    """What some events tell, in their order. Those about rows that are gone tell nothing."""
    subjects, found = _subjects(events), []
    for event in events:
        subject = subjects.get((event.subject_kind, event.subject_id))
        if subject is not None:
            cluster, data = _told(subject, event, day)
            source = f"event {event.number}"
            found.append(News(source, TOLD_AS[event.action], event.at, cluster, data, event.number))
    return found


def of_certificate(certificate: Certificate, day: date, **more: Any) -> dict[str, Any]:
    """Its entry in the register on a day, with the same names as in the download."""
    return {"entry": as_json(Entry(certificate, status_of(certificate, day))), **more}


def message(kind: str, at: datetime, data: dict[str, Any]) -> tuple[str, str]:
    """The id of a new message, and its body."""
    message_id = f"msg_{uuid.uuid4().hex}"
    content = {"id": message_id, "type": kind, "occurred_at": at.isoformat(), "data": data}
    return message_id, json.dumps(content, ensure_ascii=False)


def trial_data() -> dict[str, Any]:
    """What a test says."""
    return {"text": "This is a test.", "register": public_link("certificates.register")}


def _subjects(events: Sequence[Event]) -> dict[tuple[str, int], Subject]:
    """What the events are about, each kind in one statement."""
    ids: dict[str, set[int]] = {}
    for event in events:
        ids.setdefault(event.subject_kind, set()).add(event.subject_id)
    return {(kind, one.id): one for kind, some in ids.items() for one in _FINDERS[kind](some)}


def _told(subject: Subject, event: Event, day: date) -> tuple[Cluster, dict[str, Any]]:
    if isinstance(subject, Certificate):
        return subject.cluster, of_certificate(subject, day, **_public(event))
    if isinstance(subject, Assessment):
        return subject.cluster, _of_submission(subject)
    return assessment_of(subject.review).cluster, _of_decision(subject)


def _public(event: Event) -> dict[str, Any]:
    name = _DETAILS.get(event.action)
    return {name: event.details[name]} if name in event.details else {}


def _of_submission(assessment: Assessment) -> dict[str, Any]:
    return _of_case(assessment) | {
        "address": public_link("assessments.show", assessment_id=assessment.id),
    }


def _of_decision(decision: Decision) -> dict[str, Any]:
    return _of_case(assessment_of(decision.review)) | {
        "decided_on": decision.decided_on.isoformat(),
        "address": public_link("decisions.show", decision_id=decision.id),
    }


def _of_case(assessment: Assessment) -> dict[str, Any]:
    scheme = f"{assessment.scheme_code}@{assessment.scheme_version}"
    return {"cluster": assessment.cluster.name, "scheme": scheme}


def _certificates(ids: set[int]) -> Iterable[Certificate]:
    query = select(Certificate).where(Certificate.id.in_(ids)).options(joinedload(Certificate.cluster))
    return db.session.scalars(query)


def _assessments(ids: set[int]) -> Iterable[Assessment]:
    query = select(Assessment).where(Assessment.id.in_(ids)).options(joinedload(Assessment.cluster))
    return db.session.scalars(query)


def _decisions(ids: set[int]) -> Iterable[Decision]:
    """Decisions with the way to their cluster organisations, without what was submitted."""
    case = contains_eager(Decision.review).contains_eager(Review.submission)
    query = (
        select(Decision)
        .join(Decision.review)
        .join(Review.submission)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .where(Decision.id.in_(ids))
        .options(
            case.defer(Submission.content),
            case.contains_eager(Submission.assessment).contains_eager(Assessment.cluster),
        )
    )
    return db.session.scalars(query)


_FINDERS: dict[str, Callable[[set[int]], Iterable[Subject]]] = {
    Certificate.__tablename__: _certificates,
    Assessment.__tablename__: _assessments,
    Decision.__tablename__: _decisions,
}
