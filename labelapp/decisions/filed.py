"""What the board adds to the file of a case: how it came before the board, what was put off, what an award asks.

Votes are counted and never named, as in the minutes, and are here only when the case is closed in its session.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from labelapp.decisions.board.models import AgendaItem, Deferral
from labelapp.decisions.conditions.models import AwardCondition, ConditionStep
from labelapp.decisions.told import SUBJECTS
from labelapp.events.parts import Item, moment, told
from labelapp.events.telling import Readers
from labelapp.evidence.filing import evidence_item
from labelapp.extensions import db


def board_files(assessment_id: int, reader: Readers) -> Iterator[Item]:
    """The files about the case before the board, each only when there is something to say."""
    if reader is Readers.OFFICE:
        query = select(AgendaItem).where(AgendaItem.id.in_(SUBJECTS["agenda_item"](assessment_id)))
        items = [_item(one) for one in db.session.scalars(query.order_by(AgendaItem.id))]
        yield from told("board.json", items)
    put_off = select(Deferral).where(Deferral.id.in_(SUBJECTS["deferral"](assessment_id)))
    deferrals = [_deferral(one) for one in db.session.scalars(put_off.order_by(Deferral.id))]
    yield from told("deferrals.json", deferrals)
    asked = select(AwardCondition).where(AwardCondition.id.in_(SUBJECTS["award_condition"](assessment_id)))
    conditions = list(db.session.scalars(asked.order_by(AwardCondition.id)))
    yield from told("conditions.json", [_condition(one, reader) for one in conditions])
    shown = {step.revision.sha256: step.revision for one in conditions for step in one.steps if step.revision}
    yield from filter(None, map(evidence_item, shown.values()))


def _item(one: AgendaItem) -> dict[str, Any]:
    session = one.session
    return {
        "session": {
            "id": session.id,
            "title": session.title,
            "kind": session.kind.value,
            "held_on": moment(session.held_on),
            "deadline": moment(session.deadline),
            "invited_at": moment(session.invited_at),
            "closed_at": moment(session.closed_at),
            "minutes_sha256": session.minutes_sha256,
        },
        "state": one.state.value,
        "quorum": one.quorum,
        "proposal": one.proposal,
        "ruling": one.ruling,
        "tally": one.tally,
        "moved_because": one.moved_because,
        "closed_at": moment(one.closed_at),
    }


def _deferral(one: Deferral) -> dict[str, Any]:
    return {
        "reasons": one.reasons,
        "missing": one.missing,
        "until": moment(one.until),
        "deferred_on": moment(one.deferred_on),
    }


def _condition(one: AwardCondition, reader: Readers) -> dict[str, Any]:
    return {
        "number": one.number,
        "text": one.text,
        "first_due_on": moment(one.first_due_on),
        "due_on": moment(one.due_on),
        "checked_by": one.checked_by.value,
        "state": one.state.value,
        "steps": [_step(step, reader) for step in one.steps],
    }


def _step(step: ConditionStep, reader: Readers) -> dict[str, Any]:
    """An answer or a judgement; the team is not told who judged."""
    return {
        "kind": step.kind.value,
        "text": step.text,
        "due_on": moment(step.due_on),
        "taken_at": moment(step.taken_at),
        "taken_by": step.taken_by.name if reader is Readers.OFFICE else None,
        "shown": step.revision.sha256 if step.revision else None,
    }
