"""Declaring interests: the one page of a case that a nominee sees before."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.reviews import operations, policy
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.forms import InterestForm
from labelapp.reviews.interests.changes import changes_since
from labelapp.reviews.interests.facts import signs_of
from labelapp.reviews.interests.words import change_texts, sign_question
from labelapp.reviews.leaving.policy import may_decline
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.queries.reviews import find_review
from labelapp.reviews.staffing import role_name
from labelapp.reviews.views.blueprint import bp, reader
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput


@bp.get("/reviews/<int:review_id>/interests")
@requires_on(find_review, policy.may_declare)
def interests(review: Review) -> ResponseReturnValue:
    """Name, country and label of the case, and the question; nothing else."""
    return _page(review, InterestForm())


def _page(review: Review, form: InterestForm) -> str:
    part = policy.assignment_of(reader(), review)
    return render_template(
        "reviews/interests/declare.html",
        cluster=cluster_of(review),
        scheme=scheme_of(review),
        form=form,
        role=role_name(part.role) if part else "",
        declare_by=part.declare_by if part else None,
        decline_url=url_for("reviews.decline", review_id=review.id) if may_decline(reader(), review) else "",
        declaration=policy.latest_declaration(reader(), review),
        signs=[sign_question(sign) for sign in signs_of(reader(), cluster_of(review))],
        changes=change_texts(changes_since(reader(), review.submission_id)),
        back=(url_for("reviews.mine"), _("Scoring")),
    )


@bp.post("/reviews/<int:review_id>/interests")
@requires_on(find_review, policy.may_declare)
def declare(review: Review) -> ResponseReturnValue:
    """Record the declaration; any interest takes the person off the case."""
    form, signs = InterestForm(), signs_of(reader(), cluster_of(review))
    if not form.validate_on_submit():
        return _page(review, form), 422
    try:
        declaration = operations.declare_interests(
            review, reader(), form.declared, form.note.data or "", signs
        )
    except InvalidInput as error:
        form.note.errors = [error.message]
        return _page(review, form), 422
    return _after(review, declaration.conflict)


def _after(review: Review, conflict: bool) -> ResponseReturnValue:
    if conflict:
        flash(_("Thank you. You are off this case, and the secretariat is told."))
        return redirect(url_for("reviews.mine"), 303)
    flash(_("Thank you. Your declaration is recorded."))
    if review.state is ReviewState.ASSIGNING:
        return redirect(url_for("reviews.mine"), 303)
    return redirect(url_for("reviews.desk", review_id=review.id), 303)
