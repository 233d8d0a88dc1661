"""Rounds of clarifications, made with the operations."""

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from labelapp.accounts.models import User
from labelapp.assessments.answers import digest
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.clarifications import asking, replying
from labelapp.reviews.clarifications.models import ClarificationRound, Reason
from labelapp.reviews.clarifications.queries import RoundPlace, find_reply, find_round
from labelapp.reviews.clarifications.replies import draft_of, stored_inputs
from labelapp.reviews.models import Review

QUESTION = "Which of these are committed in writing?"


def manager_of(review: Review) -> User:
    """A manager of the cluster organisation under review."""
    return people_with(cluster_of(review), TeamRole.MANAGER)[0]


def scorers(review: Review) -> list[User]:
    """The people who score, lead first."""
    return [assignment.user for assignment in policy.scoring_assignments(review)]


def make_round(
    review: Review, codes: Iterable[str] = ("1.1",), question: str = QUESTION
) -> ClarificationRound:
    """A round that the lead noted and sent."""
    lead = scorers(review)[0]
    for code in codes:
        asking.ask(review, code, Reason.INCOMPLETE, question, by=lead)
    return asking.send_round(review, by=lead)


def form_for(round_: ClarificationRound, code: str, changes: Mapping[str, Any]) -> MultiDict[str, str]:
    """A form as the page of an indicator would post it, with some inputs changed; lists are ticked boxes."""
    place = find_reply(round_.id, code)
    assert place is not None
    form: MultiDict[str, str] = MultiDict()
    for name, stored in stored_inputs(draft_of(place)).items():
        form[f"shown.{name}"] = digest(stored)
        _put(form, name, changes.get(name, stored))
    return form


def _put(form: MultiDict[str, str], name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        for part, text in value.items():
            form[f"{name}.{part}"] = text
    elif isinstance(value, list):
        form.setlist(name, value)
    else:
        form[name] = value or ""


def reply(round_: ClarificationRound, code: str, changes: Mapping[str, Any], by: User | None = None) -> None:
    """Write an answer about an indicator, as a draft."""
    place = find_reply(round_.id, code)
    assert place is not None
    assert replying.save_reply(place, form_for(round_, code, changes), by or manager_of(place.review)) == []


def hand_in(round_: ClarificationRound, *codes: str) -> None:
    """Hand in what was written about indicators, about all when none is named."""
    place = place_of(round_)
    replying.hand_in(place, codes or round_.indicators, manager_of(place.review))


def place_of(round_: ClarificationRound) -> RoundPlace:
    """A round with its review."""
    place = find_round(round_.id)
    assert place is not None
    return place
