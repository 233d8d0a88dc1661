"""Declaring interests in a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.assessments.models import Submission
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import notices, policy
from labelapp.reviews.interests.shut import is_shut
from labelapp.reviews.interests.signs import Sign
from labelapp.reviews.models import Interest, InterestDeclaration, Review, ReviewState
from labelapp.reviews.objections.checks import has_not_started
from labelapp.reviews.objections.operations import grant_objection
from labelapp.reviews.operations.opening import end_assignment
from labelapp.reviews.operations.transitions import hold
from labelapp.web.errors import DomainError, InvalidInput


@dataclass(frozen=True)
class _Said:
    interests: list[str]
    note: str
    signs: list[str]


def _said(interests: Iterable[Interest], note: str, signs: Sequence[Sign]) -> _Said:
    chosen, note = sorted({interest.value for interest in interests}), note.strip()
    if Interest.OTHER.value in chosen and not note:
        raise InvalidInput(_("Say in a few words what the other interest is."))
    if signs and not chosen and not note:
        raise InvalidInput(_("Say in a few words why what we found is no interest."))
    return _Said(chosen, note, [sign.value for sign in signs])


def declare_interests(
    review: Review, user: User, interests: Iterable[Interest], note: str = "", signs: Sequence[Sign] = ()
) -> InterestDeclaration:
    """Record what anybody who handles a case declares about it; no interests mean none.

    Any interest takes the person off the case for good and the secretariat is told; so it does not raise when
    the review runs already. `signs` are those that were put before the person. Raises DomainError (409) after a
    declared interest, InvalidInput (422) without a note for `other`, or for none in spite of a sign.
    """
    said = _said(interests, note, signs)
    hold(review)
    declaration = _declare(review.submission, review, user, said)
    db.session.expire(review, ["declarations"])
    if declaration.conflict:
        _take_off(review, user)
        return declaration
    assignment = policy.assignment_of(user, review)
    if assignment is not None and has_not_started(assignment):
        grant_objection(assignment)
    return declaration


def declare_as_officer(
    submission: Submission,
    user: User,
    interests: Iterable[Interest],
    note: str = "",
    signs: Sequence[Sign] = (),
) -> InterestDeclaration:
    """The same for an officer, who declares before there is a review too. Raises what `declare_interests` raises."""
    review = db.session.scalars(select(Review).where(Review.submission_id == submission.id)).one_or_none()
    if review is not None:
        return declare_interests(review, user, interests, note, signs)
    return _declare(submission, None, user, _said(interests, note, signs))


def _declare(submission: Submission, review: Review | None, user: User, said: _Said) -> InterestDeclaration:
    if _declared_one(user, submission):
        raise DomainError(
            _("You declared an interest in this case. Write to the secretariat if that was a mistake.")
        )
    declaration = InterestDeclaration(
        submission_id=submission.id,
        user=user,
        interests=said.interests,
        conflict=bool(said.interests),
        signs=said.signs,
        note=said.note,
        declared_at=now(),
    )
    db.session.add(declaration)
    db.session.flush()
    details = {"conflict": declaration.conflict, "signs": declaration.signs}
    record("interests.declared", review or submission, actor=user, **details)
    return declaration


def _declared_one(user: User, submission: Submission) -> bool:
    query = select(InterestDeclaration.id).where(
        InterestDeclaration.submission_id == submission.id,
        InterestDeclaration.user_id == user.id,
        InterestDeclaration.conflict,
    )
    return db.session.scalars(query.limit(1)).first() is not None


def declare_none_in(submissions: Iterable[Submission], user: User) -> int:
    """An officer declares to have no interest in several cases at once; return in how many.

    A case that is shut to the officer by now is left out.
    """
    count = 0
    for submission in submissions:
        if not is_shut(user, submission.id):
            declare_as_officer(submission, user, [])
            count += 1
    return count


def _take_off(review: Review, user: User) -> None:
    assignment = policy.assignment_of(user, review)
    if assignment is not None and review.state is not ReviewState.REPORTED:
        end_assignment(assignment, by=None)
    notices.tell_of_conflict(review, user)
