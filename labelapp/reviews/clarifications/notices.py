"""Mails about clarifications: the managers of the applicant in their language, and the assessors."""

from collections.abc import Iterable

from labelapp.accounts.models import User
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.events.outbox import queue_mail
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.clarifications.models import ClarificationRound
from labelapp.web.links import public_link


def _tell(
    people: Iterable[User], template: str, round_: ClarificationRound, url: str, **content: object
) -> None:
    for person in people:
        queue_mail(
            person.email,
            person.locale,
            template,
            person=person,
            round=round_,
            count=len(round_.indicators),
            cluster=cluster_of(round_.review),
            scheme=scheme_of(round_.review),
            url=url,
            **content,
        )


def _managers(round_: ClarificationRound) -> list[User]:
    return people_with(cluster_of(round_.review), TeamRole.MANAGER)


def _applicants_page(round_: ClarificationRound) -> str:
    return public_link("clarifications.questions", round_id=round_.id)


def tell_asked(round_: ClarificationRound) -> None:
    """Tell the managers what is asked and until when; the questions stand behind the sign-in."""
    _tell(_managers(round_), "clarification_asked", round_, _applicants_page(round_))


def tell_extended(round_: ClarificationRound, reason: str) -> None:
    """Tell the managers that they have more time."""
    _tell(_managers(round_), "clarification_extended", round_, _applicants_page(round_), reason=reason)


def tell_before_end(round_: ClarificationRound) -> None:
    """Remind the managers while something is not handed in."""
    _tell(_managers(round_), "clarification_due", round_, _applicants_page(round_))


def tell_ended(round_: ClarificationRound, answered: int) -> None:
    """Tell the assessors that they can look at the answers, and the managers when it was not they who ended it."""
    url = public_link("clarifications.of_review", review_id=round_.review_id)
    assessors = [assignment.user for assignment in policy.scoring_assignments(round_.review)]
    _tell(assessors, "clarification_ended", round_, url, answered=answered)
    if round_.ending != "answered":
        _tell(_managers(round_), "clarification_over", round_, _applicants_page(round_), answered=answered)
