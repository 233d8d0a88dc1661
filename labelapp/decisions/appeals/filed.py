"""What an appeal adds to the file of its case, for the office and the team: what was filed, and how it was decided.

Statements and notes are those of the handlers and stay with them.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from labelapp.decisions.appeals.models import Appeal, AppealState
from labelapp.decisions.appeals.told import appeals_of
from labelapp.events.parts import Item, moment, told
from labelapp.events.telling import Readers
from labelapp.evidence.filing import evidence_item
from labelapp.extensions import db


def appeal_files(assessment_id: int, _reader: Readers) -> Iterator[Item]:
    """The appeals that were filed, and the documents attached to them."""
    query = select(Appeal).where(Appeal.id.in_(appeals_of(assessment_id)), Appeal.state != AppealState.DRAFT)
    appeals = list(db.session.scalars(query.order_by(Appeal.id)))
    yield from told("appeals.json", [_appeal(one) for one in appeals])
    attached = {one.revision.sha256: one.revision for appeal in appeals for one in appeal.attachments}
    yield from filter(None, map(evidence_item, attached.values()))


def _appeal(one: Appeal) -> dict[str, Any]:
    return {
        "decision": one.decision_id,
        "state": one.state.value,
        "about": one.parts,
        "indicators": one.indicators,
        "grounds": one.grounds,
        "attached": [file.revision.sha256 for file in one.attachments],
        "filed_at": moment(one.filed_at),
        "due_on": moment(one.due_on),
        "reasons": one.reasons,
        "decided_at": moment(one.decided_at),
        "reexamination": one.reexamination_id,
    }
