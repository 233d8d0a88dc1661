"""The draft that waits for the comments of a cluster organisation, on the start page of its managers."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.commenting.policy import may_comment
from labelapp.reviews.commenting.queries import DraftPlace, open_drafts_for
from labelapp.web.locale import scheme_text
from labelapp.web.tasks import Task


def tasks_of_team(user: User) -> Iterator[Task]:
    """One task for each draft on which this person may comment."""
    for draft in open_drafts_for(user):
        review = draft.review
        if not may_comment(user, DraftPlace(review, draft)):
            continue
        yield Task(
            title=_("Read the draft report on %(cluster)s", cluster=cluster_of(review).name),
            detail=_(
                "%(label)s. Point out errors of fact, or say that there are none.",
                label=scheme_text(scheme_of(review).name),
            ),
            url=url_for("reviews.team_draft", review_id=review.id),
            action=_("Read the draft"),
            due=draft.due_on,
            started=True,
        )
