"""Sending the draft, pointing out errors of fact, answering them, and going back to the scores."""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.events.jobs import queue_job
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import notices
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.commenting.models import Ending, FactRemark, SentDraft
from labelapp.reviews.commenting.queries import newest_draft
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.operations.reporting import ready_record, require_consent
from labelapp.reviews.operations.transitions import Action, allowed, hold, transition
from labelapp.reviews.record import as_json, content_hash, for_the_team
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days

END_JOB, REMIND_JOB = "end_comment_period", "remind_of_comments"


def send_draft(review: Review, by: User) -> SentDraft:
    """Send the draft to the cluster organisation, which has the working days of the scheme to comment.

    Raises DomainError (409) unless everybody has locked, or when the scheme has no comment period; InvalidInput
    (422) while something is missing or another assessor has not agreed to the draft.
    """
    hold(review)
    allowed(review, Action.SEND_DRAFT)
    days = scheme_of(review).procedure.comment_days
    if not days:
        raise DomainError(_("This scheme has no comment period. Make the report final."))
    found = ready_record(review)
    require_consent(review, found)
    content = as_json(for_the_team(found))
    draft = SentDraft(
        review=review,
        content=content,
        sha256=content_hash(content),
        sent_at=now(),
        sent_by_id=by.id,
        due_on=add_working_days(today(), days, cluster_of(review).country),
    )
    db.session.add(draft)
    transition(review, Action.SEND_DRAFT)
    record("report.draft_sent", review, actor=by, sha256=draft.sha256, due_on=draft.due_on.isoformat())
    queue_job(END_JOB, draft_id=draft.id)
    queue_job(REMIND_JOB, draft_id=draft.id)
    notices.tell_of_draft(review, draft.due_on)
    return draft


def write_remark(draft: SentDraft, indicator: str | None, text: str, by: User) -> FactRemark:
    """Point out an error of fact. Raises DomainError (409) when the period is over, InvalidInput (422) for no text."""
    _hold_open(draft)
    text = text.replace("\0", "").strip()
    if not text:
        raise InvalidInput(_("Say what is wrong, and what is right."))
    if indicator is not None and indicator not in scheme_of(draft.review).indicators:
        raise InvalidInput(_("The scheme has no indicator %(code)s.", code=indicator))
    remark = FactRemark(indicator=indicator, text=text, written_by=by, written_at=now())
    draft.remarks.append(remark)
    db.session.flush()
    record("report.remark_written", draft.review, actor=by, remark=remark.id, indicator=indicator)
    return remark


def take_back_remark(remark: FactRemark, by: User) -> None:
    """Take out a remark before it is handed in. Raises DomainError (409) afterwards."""
    draft = remark.draft
    _hold_open(draft)
    record("report.remark_taken_back", draft.review, actor=by, remark=remark.id, indicator=remark.indicator)
    db.session.delete(remark)
    db.session.flush()
    db.session.expire(draft, ["remarks"])


def _hold_open(draft: SentDraft) -> None:
    hold(draft.review)
    db.session.refresh(draft, with_for_update=True)
    if draft.ended_at is not None or draft.review.state is not ReviewState.COMMENTING:
        raise DomainError(_("The comment period is over. Nothing was changed."))


def hand_in(draft: SentDraft, by: User) -> None:
    """End the period: with the remarks that were written, or without any. Raises DomainError (409) when it is over."""
    _hold_open(draft)
    end(draft, Ending.HANDED_IN if draft.remarks else Ending.NO_REMARKS, by)


def end(draft: SentDraft, ending: Ending, by: User | None) -> None:
    """End the period and tell the lead."""
    draft.ended_at, draft.ending = now(), ending
    db.session.flush()
    record("report.comments_ended", draft.review, actor=by, ending=ending.value, remarks=len(draft.remarks))
    notices.tell_lead_of_comments(draft.review, len(draft.remarks), ending is Ending.EXPIRED)


def answer_remark(remark: FactRemark, accepted: bool, answer: str, by: User) -> None:
    """Accept a remark, saying what was changed, or not, saying why; the last answer before the report counts.

    Raises DomainError (409) while the period runs or once the report is final, InvalidInput (422) without words.
    """
    review = remark.draft.review
    hold(review)
    if review.state not in (ReviewState.COMMENTING, ReviewState.CONSENSUS) or remark.draft.ended_at is None:
        raise DomainError(_("Remarks are answered after the comment period and before the report is final."))
    answer = answer.replace("\0", "").strip()
    if not answer:
        raise InvalidInput(_("Say what was changed.") if accepted else _("Say why nothing is changed."))
    remark.accepted, remark.answer = accepted, answer
    remark.answered_by_id, remark.answered_at = by.id, now()
    db.session.flush()
    record("report.remark_answered", review, actor=by, remark=remark.id, accepted=accepted)


def reopen_agreement(review: Review, reason: str, by: User) -> None:
    """Go back to the agreement, for points can change only there. The draft is sent again afterwards.

    Raises DomainError (409) outside the comment period, InvalidInput (422) without a reason.
    """
    hold(review)
    allowed(review, Action.REOPEN)
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise InvalidInput(_("Give the reason: it stays in the log of the case."))
    draft = newest_draft(review)
    if draft is not None and draft.ended_at is None:
        draft.ended_at, draft.ending = now(), Ending.REOPENED
    transition(review, Action.REOPEN)
    record("report.agreement_reopened", review, actor=by, reason=reason)
    notices.tell_of_reopening(review, by, reason)
