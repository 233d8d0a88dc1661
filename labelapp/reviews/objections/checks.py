"""What the applicant's right to object means for the start of a review."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from labelapp.reviews.models import AssessorRole, Assignment, ReviewState
from labelapp.reviews.objections.models import Objection, ObjectionState


def objection_sentences(assignments: list[Assignment], day: date) -> list[str]:
    """What of it keeps a review with these people from starting on a day; empty when nothing does."""
    rights = [one.objection for one in assignments if one.objection is not None]
    running = [one.until for one in rights if one.state(day) is ObjectionState.OPEN]
    sentences = [
        _("The objection to %(name)s is to be settled", name=one.assignment.user.name)
        for one in rights
        if one.state(day) is ObjectionState.RAISED
    ]
    if running:
        until = format_date(max(running), "long")
        sentences.append(_("The cluster organisation may object until %(date)s", date=until))
    return sentences


def has_not_started(assignment: Assignment) -> bool:
    """Whether a nominee waits: for the start of the review; as a third expert, while the sheets are compared."""
    third = assignment.role is AssessorRole.THIRD_EXPERT
    return assignment.review.state is (ReviewState.CONSENSUS if third else ReviewState.ASSIGNING)


def state_tag(objection: Objection, day: date) -> tuple[str, str, str]:
    """Where an objection stands, as a tag: kind, icon, words."""
    words = {
        ObjectionState.OPEN: ("open", "clock", _("You may object")),
        ObjectionState.RAISED: ("attention", "talk", _("You objected; the secretariat answers")),
        ObjectionState.AGREED: ("good", "check", _("No objection")),
        ObjectionState.OVER: ("good", "check", _("No objection in time")),
        ObjectionState.UPHELD: ("good", "check", _("Objection upheld")),
        ObjectionState.REJECTED: ("open", "cross", _("Objection rejected")),
    }
    kind, icon, text = words[objection.state(day)]
    return kind, icon, str(text)
