"""The secretariat's page of a case: deadline, seats, candidates, start."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.accounts.policy import is_assessor
from labelapp.clock import today
from labelapp.reviews import operations, policy
from labelapp.reviews.forms import DueDateForm
from labelapp.reviews.models import AssessorRole, Review
from labelapp.reviews.operations import RuleViolations
from labelapp.reviews.queries.reviews import find_person, find_review
from labelapp.reviews.staffing import staffing, steps
from labelapp.reviews.views.blueprint import bp, reader
from labelapp.web.access import requires_on
from labelapp.web.errors import DomainError, InvalidInput


@bp.get("/reviews/<int:review_id>/assignment")
@requires_on(find_review, policy.may_assign)
def assignment(review: Review) -> ResponseReturnValue:
    """Who takes part, who could, and what keeps the review from starting."""
    return _page(review)


def _page(review: Review, problems: list[str] | None = None, form: DueDateForm | None = None) -> str:
    found = staffing(review)
    return render_template(
        "reviews/assignment.html",
        review=review,
        staffing=found,
        form=form or DueDateForm(obj=review),
        problems=problems or [],
        steps=steps(review),
        observers=found.observers,
        today=today(),
        rules=[("good" if check.holds else "open", check.text) for check in found.checks],
    )


def _refused(review: Review, error: DomainError) -> ResponseReturnValue:
    """The page again with a sentence for each rule that is broken."""
    sentences = error.sentences if isinstance(error, RuleViolations) else [error.message]
    return _page(review, sentences), error.status


def _back(review: Review) -> ResponseReturnValue:
    return redirect(url_for("reviews.assignment", review_id=review.id), 303)


@bp.post("/reviews/<int:review_id>/nominate")
@requires_on(find_review, policy.may_assign)
def nominate(review: Review) -> ResponseReturnValue:
    """Ask a person to take a seat, or to observe."""
    number, role = request.form.get("person", ""), request.form.get("role", "")
    person = find_person(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    try:
        if person is None or role not in set(AssessorRole) or not is_assessor(person):
            raise InvalidInput(_("Choose a person and a seat."))
        operations.nominate(review, person, AssessorRole(role), by=reader())
    except DomainError as error:
        return _refused(review, error)
    flash(_("%(name)s is asked by mail to declare their interests.", name=person.name))
    return _back(review)


@bp.post("/reviews/<int:review_id>/due-date")
@requires_on(find_review, policy.may_assign)
def due_date(review: Review) -> ResponseReturnValue:
    """Change the day by which the report is expected."""
    form = DueDateForm()
    if not form.validate_on_submit():
        return _page(review, form=form), 422
    operations.set_due_date(review, form.due_on.data, by=reader())
    flash(_("The date is saved."))
    return _back(review)


@bp.post("/reviews/<int:review_id>/start")
@requires_on(find_review, policy.may_assign)
def start(review: Review) -> ResponseReturnValue:
    """Open answers and score sheets to the assessors."""
    try:
        operations.start_review(review, by=reader())
    except RuleViolations as error:
        return _refused(review, error)
    flash(_("The review has started. The assessors are told by mail."))
    return _back(review)
