"""Agreeing on one value for each indicator, once all sheets are locked."""

from typing import Any

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.case import Case, case_of
from labelapp.reviews.disputes.queries import is_with_third_expert
from labelapp.reviews.judging import Judgement, Question, gaps, relevant
from labelapp.reviews.models import ConsensusProposal, ConsensusScore, Review
from labelapp.reviews.operations.transitions import Action, allowed, hold
from labelapp.reviews.queries.agreements import agreements_of, proposals_of, waiting
from labelapp.reviews.queries.sheets import entries_of_sheets
from labelapp.schemes.numbers import exact
from labelapp.web.errors import DomainError, InvalidInput

Sheets = list[dict[str, Judgement]]


def locked_judgements(review: Review, case: Case) -> Sheets:
    """What each locked sheet says by indicator, lead first. Only to be called once all sheets are locked."""
    ids = [assignment.sheet.id for assignment in policy.scoring_assignments(review) if assignment.sheet]
    entries = entries_of_sheets(ids)
    return [
        {code: relevant(case.questions[code], entry.judgement) for code, entry in entries[sheet_id].items()}
        for sheet_id in ids
    ]


def propose(
    review: Review, indicator: str, judgement: Judgement, reason: str, by: User
) -> ConsensusProposal | None:
    """Propose to the other assessor what should count for an indicator. What stands there adds nothing (None).

    It counts once the other confirms it; proposing what the other proposes confirms theirs. In a review of one
    assessor it counts at once. A reason is needed where the values are not those of every sheet. Raises DomainError
    (409) before all sheets are locked, after the report and while a third expert judges, InvalidInput (422) while
    something is missing.
    """
    case, asked = _open(review, indicator)
    judgement, reason = relevant(asked, judgement), reason.strip()
    check_judgement(asked, judgement)
    if not reason and any(sheet.get(indicator) != judgement for sheet in locked_judgements(review, case)):
        raise InvalidInput(_("Give the reason: the sheets do not all say this."))
    agreement, proposals = agreements_of(review).get(indicator), proposals_of(review).get(indicator, [])
    pending = waiting(proposals, agreement)
    if pending is None and agreement and (agreement.judgement, agreement.reason) == (judgement, reason):
        return None
    if pending and pending.says(judgement, reason):
        if pending.by.id != by.id:
            confirm(review, indicator, pending.id, by)
        return None
    row = ConsensusProposal(
        review_id=review.id,
        indicator=indicator,
        **_columns(judgement),
        reason=reason,
        proposed_by_id=by.id,
        proposed_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    record("score.proposed", review, actor=by, indicator=indicator)
    if len(policy.scoring_assignments(review)) == 1:
        record_agreement(review, indicator, judgement, reason, by, proposal_id=row.id)
    return row


def confirm(review: Review, indicator: str, proposal_id: int, by: User) -> ConsensusScore:
    """Say yes to what the other assessor proposed.

    Raises DomainError (409) for one's own proposal, and for one that does not stand any more.
    """
    _open(review, indicator)
    pending = waiting(proposals_of(review).get(indicator, []), agreements_of(review).get(indicator))
    if pending is None or pending.id != proposal_id:
        raise DomainError(_("This proposal does not stand any more. Look at what is proposed now."))
    if pending.by.id == by.id:
        raise DomainError(_("You proposed this: the other assessor confirms it."))
    return record_agreement(review, indicator, pending.judgement, pending.reason, by, proposal_id=pending.id)


def _open(review: Review, indicator: str) -> tuple[Case, Question]:
    """The indicator, still for the assessors to agree on."""
    hold(review)
    allowed(review, Action.FINALISE)
    case = case_of(review)
    asked = case.questions.get(indicator)
    if asked is None:
        raise InvalidInput(_("The scheme has no indicator %(code)s.", code=indicator))
    if is_with_third_expert(review, indicator):
        raise DomainError(_("A third expert judges this indicator."))
    return case, asked


def check_judgement(asked: Question, judgement: Judgement) -> None:
    """Raise InvalidInput while something is missing, or for points off the scale."""
    if gaps(asked, judgement, justification="the reason is checked apart"):
        raise InvalidInput(_("Choose what you agreed on for everything that is asked."))
    points, highest = judgement.points, asked.indicator.max_points
    if points is not None and not 0 <= points <= highest:
        raise InvalidInput(_("Points go from 0 to %(highest)s.", highest=exact(highest)))


def _columns(judgement: Judgement) -> dict[str, Any]:
    return {
        "points": None if judgement.points is None else exact(judgement.points),
        "minimum_met": judgement.minimum_met,
        "plausible": judgement.plausible,
    }


def record_agreement(
    review: Review,
    indicator: str,
    judgement: Judgement,
    reason: str,
    by: User,
    *,
    proposal_id: int | None = None,
    dispute_id: int | None = None,
) -> ConsensusScore:
    """Write what counts from now on. `by` is who said the last word."""
    row = ConsensusScore(
        review_id=review.id,
        indicator=indicator,
        **_columns(judgement),
        reason=reason,
        agreed_by_id=by.id,
        agreed_at=now(),
        proposal_id=proposal_id,
        dispute_id=dispute_id,
    )
    db.session.add(row)
    db.session.flush()
    record("score.decided" if dispute_id else "score.agreed", review, actor=by, indicator=indicator)
    return row


def take_over_equal(review: Review, by: User) -> int:
    """Agree at once on every indicator on which all sheets say the same; return how many.

    The locked sheets are the yes of both. Left out is what is agreed, and where one proposes something else.
    """
    hold(review)
    allowed(review, Action.FINALISE)
    case, agreed, proposals = case_of(review), agreements_of(review), proposals_of(review)
    sheets = locked_judgements(review, case)
    equal = [
        code
        for code in case.questions
        if code not in agreed
        and code not in proposals
        and all(sheet.get(code) == sheets[0].get(code) for sheet in sheets)
    ]
    for code in equal:
        record_agreement(review, code, sheets[0].get(code, Judgement()), "", by)
    return len(equal)
