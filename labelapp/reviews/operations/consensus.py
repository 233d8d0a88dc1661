"""Agreeing on one value for each indicator, once all sheets are locked."""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.case import Case, case_of
from labelapp.reviews.judging import Judgement, Question, gaps, relevant
from labelapp.reviews.models import ConsensusScore, Review
from labelapp.reviews.operations.transitions import Action, allowed, hold
from labelapp.reviews.queries.agreements import agreements_of
from labelapp.reviews.queries.sheets import entries_of_sheets
from labelapp.schemes.numbers import exact
from labelapp.web.errors import InvalidInput

Sheets = list[dict[str, Judgement]]


def locked_judgements(review: Review, case: Case) -> Sheets:
    """What each locked sheet says by indicator, lead first. Only to be called once all sheets are locked."""
    ids = [assignment.sheet.id for assignment in policy.scoring_assignments(review) if assignment.sheet]
    entries = entries_of_sheets(ids)
    return [
        {code: relevant(case.questions[code], entry.judgement) for code, entry in entries[sheet_id].items()}
        for sheet_id in ids
    ]


def agree(
    review: Review, indicator: str, judgement: Judgement, reason: str, by: User
) -> ConsensusScore | None:
    """Record what the assessors agreed for an indicator. What stands there already adds nothing (None).

    A reason is needed where the agreed values are not those of every sheet. Raises DomainError (409) before all
    sheets are locked and after the report, InvalidInput (422) while something is missing.
    """
    hold(review)
    allowed(review, Action.FINALISE)
    case = case_of(review)
    asked = case.questions.get(indicator)
    if asked is None:
        raise InvalidInput(_("The scheme has no indicator %(code)s.", code=indicator))
    judgement, reason = relevant(asked, judgement), reason.strip()
    _check(asked, judgement)
    if not reason and any(sheet.get(indicator) != judgement for sheet in locked_judgements(review, case)):
        raise InvalidInput(_("Give the reason: the sheets do not all say this."))
    standing = agreements_of(review).get(indicator)
    if standing and (standing.judgement, standing.reason) == (judgement, reason):
        return None
    return _add(review, indicator, judgement, reason, by)


def _check(asked: Question, judgement: Judgement) -> None:
    if gaps(asked, judgement, justification="the reason is checked apart"):
        raise InvalidInput(_("Choose what you agreed on for everything that is asked."))
    points, highest = judgement.points, asked.indicator.max_points
    if points is not None and not 0 <= points <= highest:
        raise InvalidInput(_("Points go from 0 to %(highest)s.", highest=exact(highest)))


def _add(review: Review, indicator: str, judgement: Judgement, reason: str, by: User) -> ConsensusScore:
    row = ConsensusScore(
        review_id=review.id,
        indicator=indicator,
        points=None if judgement.points is None else exact(judgement.points),
        minimum_met=judgement.minimum_met,
        plausible=judgement.plausible,
        reason=reason,
        agreed_by_id=by.id,
        agreed_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    record("score.agreed", review, actor=by, indicator=indicator)
    return row


def take_over_equal(review: Review, by: User) -> int:
    """Agree at once on every indicator on which all sheets say the same and nothing is agreed yet; return how many."""
    hold(review)
    allowed(review, Action.FINALISE)
    case, agreed = case_of(review), agreements_of(review)
    sheets = locked_judgements(review, case)
    equal = [
        code
        for code in case.questions
        if code not in agreed and all(sheet.get(code) == sheets[0].get(code) for sheet in sheets)
    ]
    for code in equal:
        _add(review, code, sheets[0].get(code, Judgement()), "", by)
    return len(equal)
