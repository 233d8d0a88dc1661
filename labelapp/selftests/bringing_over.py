"""Making the answers of a self-test the first answers of a self-assessment."""

from dataclasses import dataclass

from labelapp.accounts.models import User
from labelapp.assessments.answers import Typed
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import Place, given_answers, scheme_of
from labelapp.assessments.saving import Saved, require_draft, save_answer
from labelapp.schemes.self_test import Question, implied_answer, questions
from labelapp.selftests.questionnaire import Posted


@dataclass(frozen=True)
class BroughtOver:
    """How many answers were taken over, how many of them have to be confirmed, and which indicators got none."""

    taken: int
    to_confirm: int
    left: list[str]


def bring_over(assessment: Assessment, posted: Posted, by: User) -> BroughtOver:
    """Store the answers where nothing stands yet; nothing that the team has answered changes.

    Where only a level is known and it tells a number, that number is stored to be confirmed.
    Raises DomainError when the self-assessment takes no answers.
    """
    require_draft(assessment)
    there = given_answers(assessment)
    taken = unsure = 0
    left = []
    for question in questions(scheme_of(assessment)):
        found = _answer(assessment, question, posted)
        if found is None:
            left += [question.indicator.code] if question.indicator.code in posted.levels else []
            continue
        field, value, to_confirm = found
        if (question.indicator.code, field) in there:
            continue
        place = Place(assessment, scheme_of(assessment), question.indicator)
        stored = save_answer(place, field, value, 0, by, to_confirm=to_confirm)
        taken += isinstance(stored, Saved)
        unsure += to_confirm
    return BroughtOver(taken, unsure, left)


def _answer(assessment: Assessment, question: Question, posted: Posted) -> tuple[str, Typed, bool] | None:
    """Field, value as typed, and whether it has to be confirmed."""
    code = question.indicator.code
    if question.field is not None:
        return (question.field.code, posted.typed[code], False) if code in posted.answers else None
    if code not in posted.levels:
        return None
    implied = implied_answer(scheme_of(assessment), question, posted.levels[code], posted.answers)
    return (implied[0], str(implied[1]), True) if implied else None
