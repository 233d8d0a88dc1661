"""Declaring interests in a case."""

from collections.abc import Iterable

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import notices, policy
from labelapp.reviews.models import Interest, InterestDeclaration, Review, ReviewState
from labelapp.reviews.operations.opening import end_assignment
from labelapp.reviews.operations.transitions import hold
from labelapp.web.errors import DomainError, InvalidInput


def declare_interests(
    review: Review, user: User, interests: Iterable[Interest], note: str = ""
) -> InterestDeclaration:
    """Record what a nominee, an assessor or a board member declares about a case; no interests mean none.

    Any interest takes the person off the case for good and the secretariat is told; so it does not raise when
    the review runs already. Raises DomainError (409) after a declared interest, InvalidInput (422) for `other`
    without a note.
    """
    chosen = sorted({interest.value for interest in interests})
    if Interest.OTHER.value in chosen and not note.strip():
        raise InvalidInput(_("Say in a few words what the other interest is."))
    hold(review)
    earlier = policy.latest_declaration(user, review)
    if earlier is not None and earlier.conflict:
        raise DomainError(
            _("You declared an interest in this case. Write to the secretariat if that was a mistake.")
        )
    declaration = InterestDeclaration(user=user, interests=chosen, note=note.strip(), declared_at=now())
    review.declarations.append(declaration)
    db.session.flush()
    record("interests.declared", review, actor=user, conflict=declaration.conflict)
    if declaration.conflict:
        _take_off(review, user)
    return declaration


def _take_off(review: Review, user: User) -> None:
    assignment = policy.assignment_of(user, review)
    if assignment is not None and review.state is not ReviewState.REPORTED:
        end_assignment(assignment, by=None)
    notices.tell_of_conflict(review, user)
