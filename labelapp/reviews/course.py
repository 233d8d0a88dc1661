"""The course of a case in days, as a report tells it."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from labelapp.events.models import Event
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.commenting.models import SentDraft
from labelapp.reviews.models import Review
from labelapp.reviews.record import MilestoneRecord, ReviewRecord

WORDS = {
    "submitted": _l("Self-assessment submitted"),
    "started": _l("Assessment started"),
    "assessed": _l("Assessment ended"),
    "locked": _l("All score sheets locked"),
    "draft_sent": _l("Draft report sent to the cluster organisation"),
    "comments_ended": _l("Comment period ended"),
    "reported": _l("Report final"),
}


def course_of(review: Review, record: ReviewRecord, drafts: list[SentDraft]) -> list[MilestoneRecord]:
    """The days so far, in their order. One statement."""
    days = [("submitted", record.submitted_on)]
    started = select(Event.at).where(
        Event.subject_kind == Review.__tablename__,
        Event.subject_id == review.id,
        Event.action == "review.started",
    )
    if (at := db.session.scalars(started.order_by(Event.number).limit(1)).one_or_none()) is not None:
        days.append(("started", at.date()))
    days.append(("assessed", record.assessed_on))
    sheets = [one.sheet for one in policy.scoring_assignments(review)]
    locked = [sheet.locked_at for sheet in sheets if sheet and sheet.locked_at]
    if locked:
        days.append(("locked", max(locked).date()))
    for draft in drafts:
        days.append(("draft_sent", draft.sent_at.date()))
        if draft.ended_at is not None:
            days.append(("comments_ended", draft.ended_at.date()))
    return [MilestoneRecord(what=what, on=on) for what, on in sorted(days, key=lambda one: one[1])]
