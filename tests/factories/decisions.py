"""Board members and decisions."""

from labelapp.accounts.models import RoleName, User
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.operations import record_decision
from labelapp.extensions import db
from labelapp.reviews.models import Review
from tests.factories.accounts import make_user
from tests.factories.remembered import remembered
from tests.factories.reviews import declare_clear, make_report


def make_board_member(name: str = "Ilse Marenholt", review: Review | None = None) -> User:
    """A board member, who declared to have no interest when a review is given."""
    user = make_user(name=name, roles=[RoleName.BOARD])
    if review is not None:
        declare_clear(review, user)
        db.session.commit()
    return user


@remembered
def make_decision(
    review: Review | None = None,
    outcome: Outcome = Outcome.AWARD,
    reasons: str = "The report shows that every rule of the label holds.",
    by: User | None = None,
) -> Decision:
    """A decision on a case; without a review one is taken through to its final report first."""
    if review is None:
        review = make_report().review
    decision = record_decision(review, outcome, reasons, by=by or make_board_member(review=review))
    db.session.commit()
    return decision
