"""The applicant's page of the experts of its case, and settling an objection."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.clock import today
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.models import Review
from labelapp.reviews.objections import operations, policy
from labelapp.reviews.objections.checks import has_not_started, state_tag
from labelapp.reviews.objections.forms import ObjectionForm, SettlementForm
from labelapp.reviews.objections.models import ObjectionState
from labelapp.reviews.objections.queries import ObjectionPlace, find_objection, nominees_of
from labelapp.reviews.queries.reviews import find_review
from labelapp.reviews.staffing import role_name
from labelapp.reviews.views.blueprint import reader
from labelapp.web.access import requires_on

bp = Blueprint("objections", __name__)


@bp.get("/reviews/<int:review_id>/experts")
@requires_on(find_review, policy.may_see_nominees)
def show(review: Review) -> ResponseReturnValue:
    """Who is to assess the cluster organisation, until when it may object, and what became of objections."""
    day, nominees = today(), nominees_of(review)
    waiting = [one.objection for one in nominees if has_not_started(one.objection.assignment)]
    return render_template(
        "reviews/objections/show.html",
        review=review,
        scheme=scheme_of(review),
        cluster=cluster_of(review),
        nominees=nominees,
        tags={one.objection.id: state_tag(one.objection, day) for one in nominees},
        may_object={one.id for one in waiting if one.state(day) is ObjectionState.OPEN},
        role_name=role_name,
    )


@bp.post("/reviews/<int:review_id>/experts/agree")
@requires_on(find_review, policy.may_see_nominees)
def agree(review: Review) -> ResponseReturnValue:
    """No objection to anybody whose period runs; the review need not wait any longer."""
    operations.agree_to_nominees(review, reader())
    flash(_("Thank you. The secretariat need not wait any longer."))
    return redirect(url_for("objections.show", review_id=review.id), 303)


@bp.get("/reviews/<int:review_id>/experts/<int:objection_id>/object")
@requires_on(find_objection, policy.may_object)
def objection(place: ObjectionPlace) -> ResponseReturnValue:
    """Ask for the reason."""
    return _objection_page(place, ObjectionForm())


def _objection_page(place: ObjectionPlace, form: ObjectionForm) -> str:
    return render_template(
        "reviews/objections/object.html",
        review=place.review,
        scheme=scheme_of(place.review),
        objection=place.objection,
        form=form,
    )


@bp.post("/reviews/<int:review_id>/experts/<int:objection_id>/object")
@requires_on(find_objection, policy.may_object)
def objected(place: ObjectionPlace) -> ResponseReturnValue:
    """Raise the objection."""
    form = ObjectionForm()
    if not form.validate_on_submit():
        return _objection_page(place, form), 422
    operations.raise_objection(place.objection, form.reason.data or "", reader())
    flash(_("Your objection is with the secretariat. You will get its answer by mail."))
    return redirect(url_for("objections.show", review_id=place.review.id), 303)


@bp.get("/reviews/<int:review_id>/objections/<int:objection_id>")
@requires_on(find_objection, policy.may_settle)
def settlement(place: ObjectionPlace) -> ResponseReturnValue:
    """The objection with its reason, and the form to settle it."""
    return _settlement_page(place, SettlementForm())


def _settlement_page(place: ObjectionPlace, form: SettlementForm) -> str:
    return render_template(
        "reviews/objections/settle.html",
        review=place.review,
        scheme=scheme_of(place.review),
        objection=place.objection,
        waiting=place.objection.state(today()) is ObjectionState.RAISED,
        role=role_name(place.objection.assignment.role),
        form=form,
    )


@bp.post("/reviews/<int:review_id>/objections/<int:objection_id>")
@requires_on(find_objection, policy.may_settle)
def settle(place: ObjectionPlace) -> ResponseReturnValue:
    """Uphold or reject, with a reason."""
    form = SettlementForm()
    if not form.validate_on_submit():
        return _settlement_page(place, form), 422
    upheld = form.outcome.data == "uphold"
    operations.settle_objection(place.objection, upheld=upheld, answer=form.answer.data or "", by=reader())
    flash(_("The objection is settled. The cluster organisation is told by mail."))
    return redirect(url_for("reviews.assignment", review_id=place.review.id), 303)
