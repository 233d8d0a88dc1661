"""What has to be settled before a score sheet may be locked."""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.reviews.clarifications.queries import open_round, own_drafts
from labelapp.reviews.models import Review
from labelapp.web.formats import date_long


def hindrances(review: Review, user: User) -> list[str]:
    """Why a person cannot lock their sheet yet, as far as clarifications go; nothing about the other assessor."""
    found = []
    round_ = open_round(review)
    if round_ is not None:
        found.append(
            _(
                "Questions to the applicant are open until %(date)s. Sheets are locked after that.",
                date=date_long(round_.due_on),
            )
        )
    if drafts := own_drafts(review, user):
        found.append(
            _(
                "Your questions about %(codes)s were not sent. Remove them, or wait for the next round.",
                codes=", ".join(drafts),
            )
        )
    return found
