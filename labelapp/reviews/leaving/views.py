"""The pages on which somebody leaves a case, and what those left behind who had scored."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.reviews.case import case_of, scheme_of
from labelapp.reviews.leaving import operations, policy
from labelapp.reviews.leaving.forms import DeclineForm, ReplacementForm
from labelapp.reviews.models import Review
from labelapp.reviews.policy import assignment_of, may_assign
from labelapp.reviews.queries.reviews import AssignmentPlace, find_assignment, find_review
from labelapp.reviews.queries.sheets import entries_of_sheets
from labelapp.reviews.staffing import role_name
from labelapp.reviews.views.blueprint import bp, on_review, reader
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import refuse


@bp.route("/reviews/<int:review_id>/decline", methods=["GET", "POST"])
@requires_on(find_review, policy.may_decline)
def decline(review: Review) -> ResponseReturnValue:
    """Give a nomination back, with a reason."""
    form = DeclineForm()
    assignment = assignment_of(reader(), review)
    if assignment is not None and form.validate_on_submit():
        try:
            operations.decline_nomination(assignment, form.reason.data or "")
        except InvalidInput as error:
            refuse(form.reason, error)
        else:
            flash(_("Thank you for telling us. The secretariat asks somebody else."))
            return redirect(url_for("reviews.mine"), 303)
    page = render_template("reviews/leaving/decline.html", review=review, scheme=scheme_of(review), form=form)
    return page, 422 if form.errors else 200


@bp.route("/reviews/<int:review_id>/assignments/<int:assignment_id>/end", methods=["GET", "POST"])
@requires_on(find_assignment, on_review(may_assign))
def replace(place: AssignmentPlace) -> ResponseReturnValue:
    """Take a person off a case, with a reason; their seat is free then."""
    form, assignment = ReplacementForm(), place.assignment
    if form.validate_on_submit():
        try:
            operations.replace_person(assignment, form.reason.data or "", by=reader())
        except InvalidInput as error:
            refuse(form.reason, error)
        else:
            flash(_("%(name)s takes no part in this case any more.", name=assignment.user.name))
            return redirect(url_for("reviews.assignment", review_id=place.review.id), 303)
    page = render_template(
        "reviews/leaving/replace.html", review=place.review, assignment=assignment, form=form
    )
    return page, 422 if form.errors else 200


@bp.get("/reviews/<int:review_id>/earlier-sheets")
@requires_on(find_review, policy.may_read_earlier_sheets)
def earlier_sheets(review: Review) -> ResponseReturnValue:
    """The locked sheets of those who were replaced. They do not count."""
    left, case = policy.earlier_sheets(review), case_of(review)
    entries = entries_of_sheets([one.sheet.id for one in left if one.sheet])
    return render_template(
        "reviews/leaving/earlier_sheets.html",
        review=review,
        case=case,
        sheets=[(one, role_name(one.role), entries[one.sheet.id]) for one in left if one.sheet],
    )
