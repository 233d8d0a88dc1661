"""Where a scheme is content with one vote, a member may decide without a session."""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.decisions.board.queries import open_item
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.operations import check_decision, check_undecided, record_decision
from labelapp.reviews.case import scheme_of
from labelapp.reviews.models import Review
from labelapp.web.errors import DomainError


def one_is_enough(review: Review) -> bool:
    """Whether the scheme is content with one vote."""
    return scheme_of(review).procedure.quorum == 1


def decides_alone(review: Review) -> bool:
    """Whether one member may decide: one vote is enough, and the case is on no agenda."""
    return one_is_enough(review) and open_item(review) is None


def check_alone(review: Review, outcome: Outcome, reasons: str) -> None:
    """Raise what `decide_alone` would raise."""
    check_undecided(review)
    if not decides_alone(review):
        raise DomainError(_("The board decides on this case in a session."))
    check_decision(review, outcome, reasons)


def decide_alone(review: Review, outcome: Outcome, reasons: str, by: User) -> Decision:
    """Record the decision of one member.

    Raises DomainError (409) when the case is for a session or decided, InvalidInput (422) as `record_decision`.
    """
    check_alone(review, outcome, reasons)
    return record_decision(review, outcome, reasons, by)
