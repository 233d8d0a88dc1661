"""Asking back: drafts of each assessor, and rounds that go to the applicant."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.events.jobs import queue_job
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.clarifications import closing, notices
from labelapp.reviews.clarifications.models import ClarificationRequest, ClarificationRound, Ending, Reason
from labelapp.reviews.clarifications.queries import drafts_of, open_round, own_drafts, rounds_sent
from labelapp.reviews.models import Review, ScoreSheet
from labelapp.reviews.operations.scoring import hold_sheet
from labelapp.reviews.operations.transitions import Action, allowed, hold
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days


def rounds_left(review: Review) -> int:
    """How many rounds may still be sent."""
    return max(scheme_of(review).procedure.clarification_rounds - rounds_sent(review), 0)


def ask(review: Review, indicator: str, reason: Reason, question: str, by: User) -> ClarificationRequest:
    """Note a question for the next round, or change the own one about this indicator; nobody else sees it yet.

    Like scores, drafts are no events of the log. Raises DomainError (409) for a locked sheet or when no round is
    left, InvalidInput (422) for an empty question or an unknown indicator.
    """
    hold_sheet(_sheet(review, by))
    if indicator not in scheme_of(review).indicators:
        raise InvalidInput(_("The scheme has no indicator %(code)s.", code=indicator))
    if not question.strip():
        raise InvalidInput(_("Write down what you ask."))
    if not rounds_left(review):
        raise DomainError(_("All rounds of clarifications that the scheme allows were sent."))
    draft = own_drafts(review, by).get(indicator)
    if draft is None:
        draft = ClarificationRequest(review_id=review.id, indicator=indicator, asked_by_id=by.id)
        db.session.add(draft)
    draft.reason, draft.question, draft.asked_at = reason, question.strip(), now()
    db.session.flush()
    return draft


def _sheet(review: Review, by: User) -> ScoreSheet:
    sheet = policy.own_sheet(by, review)
    if sheet is None:
        raise DomainError(_("Only those who score ask questions."))
    return sheet


def unask(review: Review, indicator: str, by: User) -> None:
    """Take the own question about an indicator back before it was sent."""
    draft = own_drafts(review, by).get(indicator)
    if draft is not None:
        db.session.delete(draft)
        db.session.flush()


def send_round(review: Review, by: User) -> ClarificationRound:
    """Send what both assessors noted to the applicant, with the last day for answers.

    Raises DomainError (409) when a round is open, none is left, or a sheet is locked: its scores rest on the answers
    as they are. Raises InvalidInput (422) when nothing was noted.
    """
    hold(review)
    allowed(review, Action.COMPARE)
    _refuse_another(review)
    seats = policy.scoring_assignments(review)
    drafts = drafts_of(review, [assignment.user_id for assignment in seats])
    if not drafts:
        raise InvalidInput(_("No indicator is marked yet. Mark one on your desk first."))
    scheme, moment = scheme_of(review), now()
    round_ = ClarificationRound(
        review=review,
        number=rounds_sent(review) + 1,
        due_on=add_working_days(today(), scheme.procedure.clarification_days, cluster_of(review).country),
        sent_at=moment,
        sent_by_id=by.id,
    )
    _add(round_)
    for draft in drafts:
        draft.round_id = round_.id
    db.session.flush()
    db.session.expire(round_, ["requests"])
    record(
        "clarification.sent",
        review,
        actor=by,
        round=round_.number,
        indicators=round_.indicators,
        due_on=round_.due_on.isoformat(),
    )
    queue_job(closing.CLOSE, round_id=round_.id)
    closing.queue_reminder(round_)
    notices.tell_asked(round_)
    return round_


def _refuse_another(review: Review) -> None:
    if open_round(review) is not None:
        raise DomainError(_("A round is open already. Wait until it has ended."))
    if not rounds_left(review):
        raise DomainError(_("All rounds of clarifications that the scheme allows were sent."))
    sheets = [item.sheet.id for item in policy.scoring_assignments(review) if item.sheet]
    locked = select(ScoreSheet.id).where(ScoreSheet.id.in_(sheets), ScoreSheet.locked_at.is_not(None))
    if db.session.scalars(locked.limit(1)).first() is not None:
        raise DomainError(_("A score sheet is locked: its scores rest on the answers as they are."))


def _add(round_: ClarificationRound) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(round_)
    except IntegrityError as error:
        raise DomainError(_("A round is open already. Wait until it has ended.")) from error


def extend_round(round_: ClarificationRound, due_on: date, reason: str, by: User) -> None:
    """Give the applicant more time, with the reason. Raises DomainError (409) for a closed round."""
    hold(round_.review)
    closing.require_open(round_)
    if due_on <= max(round_.due_on, today()):
        raise InvalidInput(_("Choose a day after the present one, and after today."))
    if not reason.strip():
        raise InvalidInput(_("Say why."))
    before, round_.due_on, round_.reminded_at = round_.due_on, due_on, None
    record(
        "clarification.extended",
        round_.review,
        actor=by,
        round=round_.number,
        before=before.isoformat(),
        due_on=due_on.isoformat(),
        reason=reason.strip(),
    )
    closing.queue_reminder(round_)
    notices.tell_extended(round_, reason.strip())


def close_round(round_: ClarificationRound, reason: str, by: User) -> None:
    """Close a round before its time, with the reason; what was handed in so far counts."""
    hold(round_.review)
    closing.require_open(round_)
    if not reason.strip():
        raise InvalidInput(_("Say why."))
    closing.end_round(round_, Ending.CLOSED, by, reason.strip())
