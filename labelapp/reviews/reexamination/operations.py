"""Opening the re-examination of a submission."""

from collections.abc import Collection
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.models import BarredPerson, Review, ReviewState
from labelapp.web.errors import DomainError


def open_reexamination(
    first: Review, barred: Collection[int], by: User | None, due_on: date | None = None
) -> Review:
    """Begin to look for other assessors of the same frozen submission.

    `barred` are the accounts that may have no part in it. Interests are declared about the submission, so those of
    the first examination hold in this one too. Raises DomainError (409) for a re-examination of a re-examination,
    or a second one.
    """
    if first.examination != 1 or first.state is not ReviewState.REPORTED:
        raise DomainError(_("Only a first examination with a final report can be examined again."))
    review = Review(submission=first.submission, examination=2, state=ReviewState.ASSIGNING, due_on=due_on)
    try:
        with db.session.begin_nested():
            db.session.add(review)
    except IntegrityError as error:
        raise DomainError(_("This submission is being examined again already.")) from error
    review.barred = [BarredPerson(user_id=person) for person in sorted(barred)]
    db.session.flush()
    record("review.reopened", review, actor=by, first=first.id, barred=sorted(barred))
    return review
