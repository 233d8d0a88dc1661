"""Who may do what with a review. Nothing here changes anything; what is not allowed is refused."""

from datetime import datetime
from typing import Any

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_assessor, is_board, is_secretariat
from labelapp.assessments.models import Submission
from labelapp.clock import today
from labelapp.reviews.interests.shut import is_shut, is_visible
from labelapp.reviews.models import (
    AssessorRole,
    Assignment,
    Ending,
    InterestDeclaration,
    Review,
    ReviewState,
    ScoreSheet,
)

SCORING_ROLES = (AssessorRole.LEAD, AssessorRole.CO_ASSESSOR)
COMPARED = (ReviewState.CONSENSUS, ReviewState.COMMENTING, ReviewState.REPORTED)


def may_see_cases(user: Any) -> bool:
    """The list of all cases is the secretariat's."""
    return is_secretariat(user)


def may_see_own_cases(user: Any) -> bool:
    """The list of one's own cases is for assessors; observers are invited from among them too."""
    return is_assessor(user)


def may_see_agreement(user: Any) -> bool:
    """How far assessors agree is the secretariat's to follow; it names people and is nobody else's business."""
    return is_secretariat(user)


def may_edit_profiles(user: Any) -> bool:
    """The secretariat keeps the profiles of all assessors."""
    return is_secretariat(user)


def active_assignments(review: Review) -> list[Assignment]:
    """The people who take part now, in the order of their seats: lead, co-assessor, observers."""
    order = list(AssessorRole)
    active = [assignment for assignment in review.assignments if assignment.ended_at is None]
    return sorted(active, key=lambda assignment: (order.index(assignment.role), assignment.id))


def scoring_assignments(review: Review) -> list[Assignment]:
    """The active assignments that score, lead first."""
    return [assignment for assignment in active_assignments(review) if assignment.role in SCORING_ROLES]


def assignment_of(user: Any, review: Review) -> Assignment | None:
    """The active assignment of a person."""
    return next((item for item in active_assignments(review) if item.user_id == user.id), None)


def own_sheet(user: Any, review: Review) -> ScoreSheet | None:
    """The score sheet of a person who scores in this review."""
    assignment = assignment_of(user, review)
    return assignment.sheet if assignment and assignment.role in SCORING_ROLES else None


def third_expert_of(review: Review) -> Assignment | None:
    """The person who decides what the assessors could not agree on."""
    active = active_assignments(review)
    return next((item for item in active if item.role is AssessorRole.THIRD_EXPERT), None)


def latest_declaration(user: Any, review: Review) -> InterestDeclaration | None:
    """The declaration of a person that counts."""
    declared = [item for item in review.declarations if item.user_id == user.id]
    return declared[-1] if declared else None


def those_who_compared(review: Review) -> set[int]:
    """Who left the case after all its sheets had been locked once, and so knows what others scored."""
    moment = _first_compared(review)
    if moment is None:
        return set()
    return {item.user_id for item in review.assignments if item.ended_at and item.ended_at >= moment}


def those_who_declined(review: Review) -> set[int]:
    """Who was asked and did not want to take part."""
    return {item.user_id for item in review.assignments if item.ending is Ending.DECLINED}


def _first_compared(review: Review) -> datetime | None:
    """When the sheets of all seats were locked for the first time, also when a seat was filled anew later."""
    scoring = [item for item in review.assignments if item.role in SCORING_ROLES]
    seats = {item.role for item in scoring}
    for moment in sorted(item.sheet.locked_at for item in scoring if item.sheet and item.sheet.locked_at):
        locked = {
            item.role
            for item in scoring
            if (item.ended_at is None or item.ended_at >= moment)
            and item.sheet
            and item.sheet.locked_at
            and item.sheet.locked_at <= moment
        }
        if locked == seats:
            return moment
    return None


def in_team(user: Any, review: Review) -> bool:
    """Whether a person belongs to the cluster organisation whose case this is."""
    return any(member.user_id == user.id for member in review.submission.assessment.cluster.team)


def has_conflict(user: Any, review: Review) -> bool:
    """Whether a person declared an interest in the case, or belongs to the cluster organisation."""
    declaration = latest_declaration(user, review)
    return (declaration is not None and declaration.conflict) or in_team(user, review)


def has_declared_clear(user: Any, review: Review) -> bool:
    """Whether a person declared to have no interest in the case, and has none that we know of."""
    return latest_declaration(user, review) is not None and not has_conflict(user, review)


def may_assign(user: Any, review: Review) -> bool:
    """The secretariat assigns: officers who declared, like everybody, to have no interest in the case."""
    return is_secretariat(user) and has_declared_clear(user, review)


def may_declare(user: Any, review: Review) -> bool:
    """Whoever is asked to take part declares, and may declare again when an interest arises."""
    return is_assessor(user) and assignment_of(user, review) is not None and not has_conflict(user, review)


def may_read_desk(user: Any, review: Review) -> bool:
    """The frozen answers and evidence: for those who take part and declared, once the review has started.

    Whoever is no assessor any more is let in no longer, though the seat is theirs until the secretariat fills it.
    """
    started = review.state is not ReviewState.ASSIGNING and is_assessor(user)
    assignment = assignment_of(user, review)
    if assignment is None or assignment.role is AssessorRole.THIRD_EXPERT:
        return False
    return started and has_declared_clear(user, review)


def may_decide_disputes(user: Any, review: Review) -> bool:
    """The third expert, after the declaration and the time to object, while the assessors compare.

    Only what is disputed is shown.
    """
    assignment = third_expert_of(review)
    return (
        review.state is ReviewState.CONSENSUS
        and is_assessor(user)
        and assignment is not None
        and assignment.user_id == user.id
        and has_declared_clear(user, review)
        and not (assignment.objection and assignment.objection.keeps_waiting(today()))
    )


def may_score(user: Any, review: Review) -> bool:
    """Whether a person has a score sheet here that is theirs to fill in. A locked sheet is refused later, with 409."""
    return may_read_desk(user, review) and own_sheet(user, review) is not None


def may_compare(user: Any, review: Review) -> bool:
    """Both sheets side by side: only when all are locked; for those who take part, and the secretariat."""
    if review.state not in COMPARED:
        return False
    return may_read_desk(user, review) or may_assign(user, review)


def may_agree(user: Any, review: Review) -> bool:
    """Both assessors may record what they agreed; the report ends it, with 409."""
    return review.state in COMPARED and may_score(user, review)


def is_lead(user: Any, review: Review) -> bool:
    """Whether a person leads the review."""
    assignment = assignment_of(user, review)
    return assignment is not None and assignment.role is AssessorRole.LEAD


def may_write_report(user: Any, review: Review) -> bool:
    """The lead writes the summary and finalises the report."""
    return may_agree(user, review) and is_lead(user, review)


def may_see_report(user: Any, review: Review) -> bool:
    """The draft for those who compare the sheets; the final report for the same, and the board without interest."""
    return may_compare(user, review) or may_read_report(user, review, decided=False)


def may_read_report(user: Any, review: Review, decided: bool) -> bool:
    """The final report: its assessors, secretariat and board without interest; the cluster after the decision."""
    if review.state is not ReviewState.REPORTED or not user.is_authenticated:
        return False
    if in_team(user, review):
        return decided
    if not has_declared_clear(user, review):
        return False
    assignment = assignment_of(user, review)
    took_part = assignment is not None and assignment.role is not AssessorRole.THIRD_EXPERT
    return is_board(user) or is_secretariat(user) or (is_assessor(user) and took_part)


def may_open(user: Any, submission: Submission) -> bool:
    """The secretariat opens the review of a submission: officers who declared to have no interest in it."""
    return is_secretariat(user) and is_visible(user, submission.id)


def may_declare_as_officer(user: Any, submission: Submission) -> bool:
    """An officer declares about every case before it is more than a name, and again when an interest arises."""
    return is_secretariat(user) and not is_shut(user, submission.id)


def may_edit_profile(user: Any, person: User) -> bool:
    """An assessor keeps their own profile, the secretariat everybody's."""
    return is_assessor(person) and (user.id == person.id or is_secretariat(user))
