"""From a declared disagreement to the decision of a third expert."""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import notices, policy
from labelapp.reviews.case import case_of, scheme_of
from labelapp.reviews.deadlines.dates import declare_by
from labelapp.reviews.deadlines.reminders import remind_to_declare
from labelapp.reviews.disputes.models import Dispute, ThirdScore
from labelapp.reviews.disputes.queries import disputes_of, open_disputes, third_score_of
from labelapp.reviews.disputes.rules import third_checks
from labelapp.reviews.interests.changes import note_change
from labelapp.reviews.interests.models import ChangeKind
from labelapp.reviews.judging import Judgement, gaps, relevant
from labelapp.reviews.models import AssessorRole, Assignment, ConsensusScore, Review
from labelapp.reviews.operations.consensus import check_judgement, locked_judgements, record_agreement
from labelapp.reviews.operations.opening import RuleViolations
from labelapp.reviews.operations.transitions import Action, allowed, hold
from labelapp.reviews.queries.agreements import agreements_of
from labelapp.reviews.queries.candidates import candidate_of
from labelapp.reviews.rules import sentences
from labelapp.schemes.numbers import exact
from labelapp.web.errors import DomainError, InvalidInput


def declare_dispute(review: Review, indicator: str, reason: str, by: User) -> Dispute:
    """Declare that the assessors do not come to an agreement. The secretariat then finds a third expert.

    Raises DomainError (409) outside of the comparison and for what is agreed or disputed, InvalidInput (422) without
    a reason, and where the sheets say the same.
    """
    hold(review)
    allowed(review, Action.FINALISE)
    case = case_of(review)
    if indicator not in case.questions:
        raise InvalidInput(_("The scheme has no indicator %(code)s.", code=indicator))
    if indicator in disputes_of(review):
        raise DomainError(_("The disagreement on this indicator is declared already."))
    if indicator in agreements_of(review):
        raise DomainError(_("This indicator is agreed."))
    first, *others = locked_judgements(review, case)
    if all(sheet.get(indicator) == first.get(indicator) for sheet in others):
        raise InvalidInput(_("Both sheets say the same here: there is nothing for a third expert to decide."))
    if not reason.strip():
        raise InvalidInput(_("Say why you do not agree: the third expert and the report need it."))
    dispute = Dispute(
        review_id=review.id,
        indicator=indicator,
        reason=reason.strip(),
        declared_by_id=by.id,
        declared_at=now(),
    )
    db.session.add(dispute)
    db.session.flush()
    record("dispute.declared", review, actor=by, indicator=indicator)
    notices.tell_of_dispute(review, indicator)
    return dispute


def nominate_third(review: Review, user: User, by: User) -> Assignment:
    """Ask a person to decide what the assessors could not agree on; before they see anything they declare interests.

    Raises DomainError (409) without a disagreement or when there is a third expert, RuleViolations (422) with a
    sentence for each rule that is broken.
    """
    hold(review)
    allowed(review, Action.FINALISE)
    if not open_disputes(review):
        raise DomainError(_("The assessors have declared no disagreement that is open."))
    if policy.third_expert_of(review) is not None:
        raise DomainError(_("This seat is taken already."))
    if broken := sentences(third_checks(scheme_of(review), candidate_of(review, user))):
        raise RuleViolations(broken)
    assignment = Assignment(
        user=user,
        role=AssessorRole.THIRD_EXPERT,
        assigned_at=now(),
        assigned_by_id=by.id,
        declare_by=declare_by(review),
    )
    review.assignments.append(assignment)
    db.session.flush()
    record("assessor.nominated", review, actor=by, account=user.id, role=assignment.role.value)
    remind_to_declare(assignment)
    note_change(review.submission_id, ChangeKind.NOMINEE, user)
    notices.tell_nominee(assignment)
    return assignment


def give_third_score(
    review: Review, dispute: Dispute, judgement: Judgement, justification: str, by: User
) -> ThirdScore:
    """The third expert's own score. It is final, and opens what the assessors gave.

    Raises DomainError (409) for a second one or a decided disagreement, InvalidInput (422) while something is missing.
    """
    assignment = _deciding(review, dispute, by)
    if third_score_of(dispute, assignment):
        raise DomainError(_("You gave your score already."))
    asked = case_of(review).questions[dispute.indicator]
    judgement = relevant(asked, judgement)
    check_judgement(asked, judgement)
    if not justification.strip() or gaps(asked, judgement, justification):
        raise InvalidInput(_("Justify your score: what in the evidence supports it?"))
    score = ThirdScore(
        dispute=dispute,
        assignment=assignment,
        points=None if judgement.points is None else exact(judgement.points),
        minimum_met=judgement.minimum_met,
        plausible=judgement.plausible,
        justification=justification.strip(),
        given_at=now(),
    )
    db.session.add(score)
    db.session.flush()
    record("dispute.scored", review, actor=by, indicator=dispute.indicator)
    return score


def decide(review: Review, dispute: Dispute, judgement: Judgement, reason: str, by: User) -> ConsensusScore:
    """The value that counts, with its reason, after both justifications were read.

    Raises DomainError (409) before the own score and after a decision, InvalidInput (422) while something is missing.
    """
    assignment = _deciding(review, dispute, by)
    if third_score_of(dispute, assignment) is None:
        raise DomainError(_("Give your own score first; then you see those of the assessors."))
    asked = case_of(review).questions[dispute.indicator]
    judgement = relevant(asked, judgement)
    check_judgement(asked, judgement)
    if not reason.strip():
        raise InvalidInput(_("Give the reason of your decision. The board and the cluster will read it."))
    row = record_agreement(review, dispute.indicator, judgement, reason.strip(), by, dispute_id=dispute.id)
    notices.tell_of_third_decision(review, dispute.indicator)
    return row


def _deciding(review: Review, dispute: Dispute, by: User) -> Assignment:
    hold(review)
    allowed(review, Action.FINALISE)
    assignment = policy.third_expert_of(review)
    if assignment is None or assignment.user_id != by.id:
        raise DomainError(_("This person takes no part in the case any more."))
    if dispute.indicator not in open_disputes(review):
        raise DomainError(_("This indicator is decided."))
    return assignment
