"""The end of a comment period and the reminder before it: jobs that wait for their day and act once."""

from datetime import UTC, date, datetime, time, timedelta

from labelapp.clock import now, today
from labelapp.events.jobs import NotYet
from labelapp.extensions import db
from labelapp.reviews import notices
from labelapp.reviews.commenting.models import Ending, SentDraft
from labelapp.reviews.commenting.operations import end
from labelapp.reviews.models import ReviewState
from labelapp.reviews.operations.transitions import hold

DAYS_BEFORE = 3
MORNING = time(6, tzinfo=UTC)


def _open_draft(draft_id: int) -> SentDraft | None:
    """The draft with its rows locked, as long as it can still be commented on."""
    draft = db.session.get(SentDraft, draft_id)
    if draft is None or draft.ended_at is not None:
        return None
    hold(draft.review)
    db.session.refresh(draft, with_for_update=True)
    return draft if draft.ended_at is None and draft.review.state is ReviewState.COMMENTING else None


def _wait_until(day: date) -> None:
    at = datetime.combine(day, MORNING)
    if now() < at:
        raise NotYet("the day has not come", at - now())


def end_overdue(draft_id: int) -> None:
    """End the period after its last day with the remarks that are there. Raises NotYet before."""
    draft = _open_draft(draft_id)
    if draft is None:
        return
    _wait_until(draft.due_on + timedelta(days=1))
    end(draft, Ending.EXPIRED, None)


def remind(draft_id: int) -> None:
    """Mail those who may comment before the last day, once. Raises NotYet before that day."""
    draft = _open_draft(draft_id)
    if draft is None or draft.reminded_at is not None:
        return
    _wait_until(draft.due_on - timedelta(days=DAYS_BEFORE))
    if today() <= draft.due_on:
        draft.reminded_at = now()
        notices.remind_of_comments(draft.review, draft.due_on)
