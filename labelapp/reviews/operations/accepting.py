"""Taking over a proposal for many cases at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from labelapp.accounts.models import User
from labelapp.assessments.models import Submission
from labelapp.clock import today
from labelapp.extensions import db
from labelapp.reviews.models import AssessorRole, Review
from labelapp.reviews.operations.opening import nominate, open_review
from labelapp.reviews.queries.cases import horizon
from labelapp.web.errors import DomainError


@dataclass(frozen=True)
class Acceptance:
    """What came of a proposal: how many cases were taken over, and by submission what kept the others."""

    taken_over: int
    refused: dict[int, str]


def accept_proposal(
    wishes: Mapping[Submission, tuple[Review | None, Mapping[AssessorRole, User]]], by: User
) -> Acceptance:
    """Nominate these people, case by case: one that breaks a rule by now is left as it was, the others go on."""
    taken_over = 0
    refused: dict[int, str] = {}
    for submission, (review, people) in wishes.items():
        try:
            with db.session.begin_nested():
                found = review or open_review(submission, by, horizon(today()))
                for role, person in people.items():
                    nominate(found, person, role, by)
        except DomainError as error:
            refused[submission.id] = error.message
        else:
            taken_over += 1
    return Acceptance(taken_over, refused)
