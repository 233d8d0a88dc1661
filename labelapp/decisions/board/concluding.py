"""What becomes of a case: an outcome with all that follows from it, or a meeting."""

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.decisions.board import notices
from labelapp.decisions.board.agenda import add_case
from labelapp.decisions.board.counting import Choice, Tally
from labelapp.decisions.board.models import AgendaItem, Deferral, ItemState
from labelapp.decisions.board.queries import board_members, next_meeting, seats_of, tally_of
from labelapp.decisions.board.ruling import OUTCOMES, Ruling, as_json
from labelapp.decisions.operations import record_decision
from labelapp.events.log import record
from labelapp.extensions import db


def conclude(item: AgendaItem, ruling: Ruling, tally: Tally, by: User) -> None:
    """Write a checked ruling: the one decision, or that it is put off. `by` chairs the case."""
    item.ruling = as_json(ruling)
    if ruling.choice is Choice.DEFER:
        _defer(item, ruling, by)
    else:
        item.decision = record_decision(
            item.review, OUTCOMES[ruling.choice], ruling.reasons, by, terms=ruling.terms
        )
    state = ItemState.DEFERRED if ruling.choice is Choice.DEFER else ItemState.DECIDED
    _close(item, state, tally, by)
    record("board.case_closed", item, actor=by, review=item.review_id, outcome=ruling.choice.value)


def _defer(item: AgendaItem, ruling: Ruling, by: User) -> None:
    assert ruling.until is not None
    deferral = Deferral(
        review=item.review,
        item_id=item.id,
        reasons=ruling.reasons.strip(),
        missing=ruling.missing.strip(),
        until=ruling.until,
        deferred_on=today(),
        deferred_by=by,
    )
    db.session.add(deferral)
    db.session.flush()
    record("decision.deferred", deferral, actor=by, review=item.review_id, until=ruling.until.isoformat())
    notices.tell_of_deferral(deferral)


def move_to_meeting(item: AgendaItem, because: str, by: User | None) -> None:
    """End the silent procedure of a case without an outcome: it goes to the next meeting, or waits for one.

    Its votes stay where they were cast. Whoever may vote on it and the secretariat are told.
    """
    members = board_members()
    item.moved_because = because
    _close(item, ItemState.MOVED, tally_of(item, members), by)
    record("board.case_moved", item, actor=by, review=item.review_id)
    meeting = next_meeting()
    if meeting is not None:
        add_case(meeting, item.review, by)
    notices.tell_of_move(item, meeting, seats_of(item, members).entitled)


def _close(item: AgendaItem, state: ItemState, tally: Tally, by: User | None) -> None:
    item.state, item.closed_at, item.closed_by_id = state, now(), by.id if by else None
    recused = seats_of(item, board_members()).recused
    item.tally = {
        "counts": {choice.value: number for choice, number in tally.counts.items()},
        "quorum": tally.quorum,
        "recused": [person.name for person in recused],
    }
    db.session.flush()
