"""Opening a review, filling its seats and starting it."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.assessments.models import Submission
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import notices, policy
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.deadlines.dates import declare_by, lock_by
from labelapp.reviews.deadlines.reminders import remind_to_declare, remind_to_lock
from labelapp.reviews.following import OPENED, tell_followers
from labelapp.reviews.interests.changes import note_change
from labelapp.reviews.interests.models import ChangeKind
from labelapp.reviews.models import AssessorProfile, AssessorRole, Assignment, Review, ReviewState, ScoreSheet
from labelapp.reviews.objections.checks import objection_sentences
from labelapp.reviews.operations.transitions import Action, allowed, hold, transition
from labelapp.reviews.queries.candidates import candidate_of, profiles_on_seats
from labelapp.reviews.register.standing import SEATS
from labelapp.reviews.rules import candidate_checks, independence_checks, seats, sentences, team_checks
from labelapp.web.errors import DomainError, InvalidInput


class RuleViolations(InvalidInput):
    """Rules of the scheme forbid an assignment; `sentences` has one for each."""

    def __init__(self, broken: list[str]) -> None:
        super().__init__(" · ".join(broken))
        self.sentences = broken


def open_review(submission: Submission, by: User | None, due_on: date | None = None) -> Review:
    """Begin to look for assessors of a submission. Raises DomainError (409) when it has a review."""
    review = Review(submission=submission, state=ReviewState.ASSIGNING, due_on=due_on)
    if scheme_of(review).assessors.count > len(SEATS):
        raise DomainError(_("Cases with more than two assessors are not supported yet."))
    try:
        with db.session.begin_nested():
            db.session.add(review)
    except IntegrityError as error:
        raise DomainError(_("This submission has a review already.")) from error
    record("review.opened", review, actor=by, submission=submission.id)
    tell_followers(OPENED, review, by)
    return review


def set_due_date(review: Review, due_on: date | None, by: User) -> None:
    """Change the day by which the report is expected."""
    hold(review)
    if review.state is ReviewState.REPORTED:
        raise DomainError(_("The report of this review is final."))
    review.due_on = due_on
    record("review.due_date_set", review, actor=by, due_on=due_on.isoformat() if due_on else None)


def nominate(review: Review, user: User, role: AssessorRole, by: User | None) -> Assignment:
    """Ask a person to take part. They get a mail, and see no detail before they declare their interests.

    Raises RuleViolations (422) with a sentence for each rule that is broken, DomainError (409) for a taken seat.
    """
    hold(review)
    _refuse_role(review, role)
    candidate = candidate_of(review, user)
    if role is AssessorRole.OBSERVER:
        checks = independence_checks(candidate)
    else:
        checks = candidate_checks(
            scheme_of(review), cluster_of(review), candidate, list(profiles_on_seats(review).values()), [role]
        )
    if broken := sentences(checks):
        raise RuleViolations(broken)
    assignment = Assignment(
        user=user,
        role=role,
        assigned_at=now(),
        assigned_by_id=by.id if by else None,
        declare_by=declare_by(review),
    )
    try:
        with db.session.begin_nested():
            review.assignments.append(assignment)
    except IntegrityError as error:
        raise DomainError(_("This seat is taken already.")) from error
    record("assessor.nominated", review, actor=by, account=user.id, role=role.value)
    remind_to_declare(assignment)
    if role is not AssessorRole.OBSERVER:
        note_change(review.submission_id, ChangeKind.NOMINEE, user)
    notices.tell_nominee(assignment)
    return assignment


def _refuse_role(review: Review, role: AssessorRole) -> None:
    if role is AssessorRole.OBSERVER:
        if review.state is ReviewState.REPORTED:
            raise DomainError(_("The report of this review is final."))
        return
    if role is AssessorRole.THIRD_EXPERT:
        raise InvalidInput(_("A third expert is nominated once the assessors declared a disagreement."))
    allowed(review, Action.START)
    if role not in seats(scheme_of(review)):
        raise InvalidInput(_("The scheme of this case has no such seat."))
    if any(assignment.role is role for assignment in policy.active_assignments(review)):
        raise DomainError(_("This seat is taken already."))


def end_assignment(assignment: Assignment, by: User | None) -> None:
    """Take a person off the case. A seat that scores has to be filled again; a running review waits for that."""
    review = assignment.review
    hold(review)
    if assignment.ended_at is not None:
        raise DomainError(_("This person takes no part in the case any more."))
    if review.state is ReviewState.REPORTED:
        raise DomainError(_("The report of this review is final."))
    assignment.ended_at = now()
    if assignment.role in SEATS and review.state is not ReviewState.ASSIGNING:
        _release_third_expert(review, by)
        transition(review, Action.REASSIGN)
    record("assessor.released", review, actor=by, account=assignment.user_id, role=assignment.role.value)


def _release_third_expert(review: Review, by: User | None) -> None:
    """The sheets between which a third expert decides do not stand any more."""
    third = policy.third_expert_of(review)
    if third is not None:
        third.ended_at = now()
        record("assessor.released", review, actor=by, account=third.user_id, role=third.role.value)


def start_review(review: Review, by: User | None) -> None:
    """Make the score sheets and let the assessors in, once the applicant cannot object any more.

    Raises DomainError (409) when the review has started or is over, RuleViolations (422) while a rule is broken.
    """
    hold(review)
    allowed(review, Action.START)
    assignments = policy.scoring_assignments(review)
    clear = sum(policy.has_declared_clear(assignment.user, review) for assignment in assignments)
    profiles: list[AssessorProfile] = list(profiles_on_seats(review).values())
    broken = sentences(team_checks(scheme_of(review), cluster_of(review), profiles, clear))
    if broken := broken + objection_sentences(policy.active_assignments(review), today()):
        raise RuleViolations(broken)
    for assignment in assignments:
        if assignment.sheet is None:
            assignment.sheet = ScoreSheet()
        if assignment.sheet.locked_at is None:
            assignment.lock_by = lock_by(review)
            remind_to_lock(assignment)
    transition(review, Action.START)
    record("review.started", review, actor=by)
    notices.tell_started(review, assignments)
