"""The end of a round: what was handed in is frozen as a supplement. By hand, or when its days are over."""

from datetime import UTC, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import update

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.events.jobs import NotYet, queue_job
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.case import scheme_of
from labelapp.reviews.clarifications import notices
from labelapp.reviews.clarifications.models import ClarificationRound, Ending
from labelapp.reviews.clarifications.queries import find_round
from labelapp.reviews.clarifications.supplements import Asked, Part, Supplement, as_json, content_hash
from labelapp.reviews.operations.transitions import hold
from labelapp.web.errors import DomainError

CLOSE, REMIND = "close_clarification", "remind_of_clarification"
DAYS_BEFORE = 3
MORNING = time(6, tzinfo=UTC)


def require_open(round_: ClarificationRound) -> None:
    """Read the round afresh. Raises DomainError (409) when it has ended. Call `hold` on the review first."""
    db.session.flush()
    db.session.refresh(round_)
    if round_.closed_at is not None:
        raise DomainError(_("This round has ended. Nothing in it can be changed any more."))


def end_round(round_: ClarificationRound, ending: Ending, by: User | None, reason: str = "") -> Supplement:
    """Close a round and freeze it: the questions, and the parts that were handed in."""
    moment = now()
    supplement = _freeze(round_, ending, moment)
    content = as_json(supplement)
    round_.content, round_.sha256 = content, content_hash(content)
    round_.closed_at, round_.ending, round_.closing_reason = moment, ending, reason
    round_.closed_by_id = by.id if by else None
    db.session.flush()
    answered = [code for code, part in supplement.indicators.items() if part.handed_in_at is not None]
    record(
        "clarification.ended",
        round_.review,
        actor=by,
        round=round_.number,
        ending=ending.value,
        reason=reason,
        answered=answered,
        sha256=round_.sha256,
    )
    notices.tell_ended(round_, len(answered))
    return supplement


def _freeze(round_: ClarificationRound, ending: Ending, moment: datetime) -> Supplement:
    asked = round_.indicators
    return Supplement(
        review=round_.review_id,
        submission=round_.review.submission_id,
        number=round_.number,
        sent_at=round_.sent_at,
        due_on=round_.due_on,
        ended_at=moment,
        ending=ending.value,
        indicators={
            code: _part(round_, code) for code in scheme_of(round_.review).indicators if code in asked
        },
    )


def _part(round_: ClarificationRound, code: str) -> Part:
    reply = round_.reply_to(code)
    if reply is not None and reply.frozen is not None:
        return Part.model_validate(reply.frozen)
    return Part(asked=asked_about(round_, code))


def asked_about(round_: ClarificationRound, code: str) -> list[Asked]:
    """The questions about one indicator, without who asked."""
    return [
        Asked(reason=request.reason.value, question=request.question)
        for request in round_.requests
        if request.indicator == code
    ]


def close_when_over(round_id: int) -> None:
    """The job that ends a round after its last day. Raises NotYet before; a round that has ended stays as it is."""
    place = find_round(round_id)
    if place is None:
        return
    hold(place.review)
    db.session.refresh(place.round)
    if place.round.closed_at is not None:
        return
    if today() <= place.round.due_on:
        after = datetime.combine(place.round.due_on + timedelta(days=1), time(tzinfo=UTC))
        raise NotYet("its days are not over", after - now())
    end_round(place.round, Ending.OVER, by=None)


def remind_at(round_: ClarificationRound) -> datetime:
    """When the reminder is written: in the morning, three days before the end."""
    return datetime.combine(round_.due_on - timedelta(days=DAYS_BEFORE), MORNING)


def queue_reminder(round_: ClarificationRound) -> None:
    """Ask for the reminder, unless the day is so near that the mail of today says it all."""
    if remind_at(round_) > now():
        queue_job(REMIND, round_id=round_.id, due_on=round_.due_on.isoformat())


def remind(round_id: int, due_on: str) -> None:
    """Remind the managers once; not when the round has another date by now or has ended. Raises NotYet before."""
    place = find_round(round_id)
    if place is None or place.round.due_on.isoformat() != due_on or not place.round.takes_answers:
        return
    if now() < remind_at(place.round):
        raise NotYet("the day has not come", remind_at(place.round) - now())
    if _claim(place.round):
        notices.tell_before_end(place.round)


def _claim(round_: ClarificationRound) -> bool:
    """Whether this run is the one that writes the mail: a job may run twice at a time."""
    statement = (
        update(ClarificationRound)
        .where(ClarificationRound.id == round_.id, ClarificationRound.reminded_at.is_(None))
        .values(reminded_at=now())
        .execution_options(synchronize_session=False)
    )
    return bool(db.session.connection().execute(statement).rowcount)
