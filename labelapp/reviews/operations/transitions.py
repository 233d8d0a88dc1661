"""The states of a review: one table, one function that changes them."""

from enum import StrEnum

from flask_babel import gettext as _

from labelapp.extensions import db
from labelapp.reviews.models import Review, ReviewState
from labelapp.web.errors import DomainError


class Action(StrEnum):
    """What moves a review from one state to another.

    A report becomes final straight from the agreement (`FINALISE`) where the scheme has no comment period, else
    from it (`CONCLUDE`).
    """

    START = "start"
    COMPARE = "compare"
    REASSIGN = "reassign"
    SEND_DRAFT = "send_draft"
    REOPEN = "reopen"
    FINALISE = "finalise"
    CONCLUDE = "conclude"


TRANSITIONS: dict[tuple[ReviewState, Action], ReviewState] = {
    (ReviewState.ASSIGNING, Action.START): ReviewState.SCORING,
    (ReviewState.SCORING, Action.COMPARE): ReviewState.CONSENSUS,
    (ReviewState.SCORING, Action.REASSIGN): ReviewState.ASSIGNING,
    (ReviewState.CONSENSUS, Action.REASSIGN): ReviewState.ASSIGNING,
    (ReviewState.CONSENSUS, Action.SEND_DRAFT): ReviewState.COMMENTING,
    (ReviewState.CONSENSUS, Action.FINALISE): ReviewState.REPORTED,
    (ReviewState.COMMENTING, Action.REASSIGN): ReviewState.ASSIGNING,
    (ReviewState.COMMENTING, Action.REOPEN): ReviewState.CONSENSUS,
    (ReviewState.COMMENTING, Action.CONCLUDE): ReviewState.REPORTED,
}


def transition(review: Review, action: Action) -> None:
    """Move a review on. Raises DomainError (409) when its state does not allow it."""
    review.state = allowed(review, action)
    db.session.flush()


def allowed(review: Review, action: Action) -> ReviewState:
    """The state that an action leads to. Raises DomainError (409) when there is none."""
    following = TRANSITIONS.get((review.state, action))
    if following is None:
        raise DomainError(_refusal(review, action))
    return following


def _refusal(review: Review, action: Action) -> str:
    if review.state is ReviewState.REPORTED:
        return str(_("The report of this review is final."))
    if review.state is ReviewState.COMMENTING:
        return str(_("The cluster organisation has the draft report; nothing that was agreed changes now."))
    if action is Action.START:
        return str(_("This review has started already."))
    if review.state is ReviewState.ASSIGNING:
        return str(_("This review has not started yet."))
    return str(_("This is possible once all score sheets are locked."))


def hold(review: Review) -> None:
    """Lock the row until the end of the transaction and read it afresh: two actions come one after the other."""
    db.session.flush()
    db.session.refresh(review, with_for_update=True)
    db.session.expire(review, ["assignments", "declarations", "report"])
