"""Questions that wait for the applicant."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.accounts.models import User
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.clarifications.models import ClarificationRound
from labelapp.reviews.clarifications.policy import may_reply
from labelapp.reviews.clarifications.queries import RoundPlace, open_rounds_of_team
from labelapp.web.locale import scheme_text
from labelapp.web.tasks import Task


def tasks(user: User) -> Iterator[Task]:
    """One task for each round to which a person may write answers."""
    for round_ in open_rounds_of_team(user):
        place = RoundPlace(round_.review, round_)
        if round_.takes_answers and may_reply(user, place):
            yield _task(round_, place)


def _task(round_: ClarificationRound, place: RoundPlace) -> Task:
    handed_in = {reply.indicator for reply in round_.replies if reply.frozen is not None}
    left = len(set(round_.indicators) - handed_in)
    return Task(
        title=ngettext(
            "Answer the assessors about one indicator",
            "Answer the assessors about %(num)s indicators",
            left,
        ),
        detail=_(
            "%(cluster)s, %(scheme)s. Only these indicators are open again.",
            cluster=cluster_of(round_.review).name,
            scheme=scheme_text(scheme_of(round_.review).name),
        ),
        url=url_for("clarifications.questions", round_id=round_.id),
        action=_("Read the questions"),
        due=round_.due_on,
        started=bool(round_.replies),
    )
