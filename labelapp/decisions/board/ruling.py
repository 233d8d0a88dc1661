"""A ruling: what the chair states on a case, or what a silent procedure proposes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from pydantic import TypeAdapter

from labelapp.clock import today
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.models import Outcome
from labelapp.decisions.operations import FULL_AWARD, check_awardable, check_decision
from labelapp.decisions.terms import Terms
from labelapp.reviews.models import Review
from labelapp.web.errors import InvalidInput

OUTCOMES = {Choice.AWARD: Outcome.AWARD, Choice.CONDITIONS: Outcome.AWARD, Choice.REFUSE: Outcome.REFUSE}
FOR_THE_LABEL = (Choice.AWARD, Choice.CONDITIONS)


@dataclass(frozen=True)
class Ruling:
    """An outcome with its reasons. `terms` go with an award; `missing` and `until` with a decision put off."""

    choice: Choice
    reasons: str
    terms: Terms = FULL_AWARD
    missing: str = ""
    until: date | None = None


_adapter = TypeAdapter(Ruling)


def as_json(ruling: Ruling) -> dict[str, Any]:
    """The ruling as it is kept in `AgendaItem.proposal`."""
    kept: dict[str, Any] = _adapter.dump_python(ruling, mode="json")
    return kept


def load_ruling(kept: dict[str, Any]) -> Ruling:
    """The ruling that was kept. Raises pydantic's ValidationError if it is none."""
    return _adapter.validate_python(kept)


def check_ruling(review: Review, ruling: Ruling) -> None:
    """Raise what stating this ruling would raise: DomainError (409) for the state of the case, InvalidInput (422)
    for what is missing in it, or when the rules of the scheme forbid it.
    """
    if ruling.choice is Choice.DEFER:
        _check_deferral(review, ruling)
        return
    if ruling.choice not in OUTCOMES:
        raise InvalidInput(_("Choose the outcome."))
    if ruling.choice is Choice.CONDITIONS and not ruling.terms.limited:
        raise InvalidInput(_("Write at least one condition, or the months of a shorter validity."))
    if ruling.choice is Choice.AWARD and ruling.terms.limited:
        raise InvalidInput(_("An award without conditions has none, and the usual validity."))
    check_decision(review, OUTCOMES[ruling.choice], ruling.reasons, ruling.terms)


def _check_deferral(review: Review, ruling: Ruling) -> None:
    check_decision(review, Outcome.REFUSE, ruling.reasons)
    if not ruling.missing.strip():
        raise InvalidInput(_("Write what is missing for a decision."))
    if ruling.until is None or ruling.until <= today():
        raise InvalidInput(_("Enter the day by which it is expected; it lies in the future."))


def check_choice(review: Review, choice: Choice) -> None:
    """Raise InvalidInput (422) for a vote for the label when the record does not carry an award."""
    if choice in FOR_THE_LABEL:
        check_awardable(review)
