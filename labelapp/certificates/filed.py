"""What the surveillance of its certificate adds to the file of a case. Flags and marks are for the office alone."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from labelapp.certificates.changes.models import ChangeReport
from labelapp.certificates.declarations.models import Declaration
from labelapp.certificates.flags.models import Flag
from labelapp.certificates.hearings.models import Hearing
from labelapp.certificates.told import certificates_of
from labelapp.events.parts import Item, moment, told
from labelapp.events.telling import Readers
from labelapp.evidence.filing import evidence_item
from labelapp.extensions import db


def surveillance_files(assessment_id: int, reader: Readers) -> Iterator[Item]:
    """The files, each only when there is something to say."""
    certificates = certificates_of(assessment_id)
    sent = select(Declaration).where(
        Declaration.certificate_id.in_(certificates), Declaration.sent_at.is_not(None)
    )
    declarations = db.session.scalars(sent.order_by(Declaration.id))
    yield from told("declarations.json", [_declaration(one, reader) for one in declarations])
    reported = select(ChangeReport).where(ChangeReport.certificate_id.in_(certificates))
    yield from told(
        "changes.json", [_change(one) for one in db.session.scalars(reported.order_by(ChangeReport.id))]
    )
    query = select(Hearing).where(Hearing.certificate_id.in_(certificates)).order_by(Hearing.id)
    hearings = list(db.session.scalars(query))
    yield from told("hearings.json", [_hearing(one) for one in hearings])
    files = {one.revision.sha256: one.revision for hearing in hearings for one in hearing.documents}
    yield from filter(None, map(evidence_item, files.values()))
    if reader is Readers.OFFICE:
        flags = db.session.scalars(
            select(Flag).where(Flag.certificate_id.in_(certificates)).order_by(Flag.id)
        )
        yield from told("flags.json", [_flag(one) for one in flags])


def _declaration(one: Declaration, reader: Readers) -> dict[str, Any]:
    judged = {"verdict": one.verdict.value, "remark": one.remark or None} if one.verdict else {}
    return (judged if reader is Readers.OFFICE else {}) | {
        "anniversary": moment(one.anniversary),
        "due_on": moment(one.due_on),
        "sent_at": moment(one.sent_at),
        "questions": one.questions,
        "answers": one.answers,
    }


def _change(one: ChangeReport) -> dict[str, Any]:
    members = {"then": one.members_then, "joined": one.members_joined, "left": one.members_left}
    return {
        "kind": one.kind.value,
        "happened_on": moment(one.happened_on),
        "reported_at": moment(one.reported_at),
        "text": one.text,
        "members": members if one.members_then is not None else None,
    }


def _hearing(one: Hearing) -> dict[str, Any]:
    return {
        "act": one.act.value,
        "opened_at": moment(one.opened_at),
        "due_on": moment(one.due_on),
        "reasons": one.reasons,
        "urgency": one.urgency or None,
        "suspend_until": moment(one.suspend_until),
        "answered_at": moment(one.answered_at),
        "answer": one.answer or None,
        "waived": one.waived,
        "files": [document.revision.sha256 for document in one.documents],
        "outcome": one.outcome.value if one.outcome else None,
        "decision": one.decision or None,
        "decided_at": moment(one.decided_at),
    }


def _flag(one: Flag) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "raised_at": moment(one.raised_at),
        "figures": one.figures or None,
        "outcome": one.outcome.value if one.outcome else None,
        "reasons": one.reasons or None,
        "reassess_by": moment(one.reassess_by),
        "decided_at": moment(one.decided_at),
    }
