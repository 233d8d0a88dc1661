"""The rounds of a case, for its assessors and the secretariat: sending, extending, closing."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.clock import today
from labelapp.reviews import policy as reviews_policy
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.clarifications import asking, policy
from labelapp.reviews.clarifications.desk_view import questions_about
from labelapp.reviews.clarifications.forms import CloseForm, ExtendForm
from labelapp.reviews.clarifications.labels import reason_name, round_tag
from labelapp.reviews.clarifications.queries import (
    RoundPlace,
    find_round_of_review,
    open_round,
    own_drafts,
    rounds_of,
)
from labelapp.reviews.clarifications.views.blueprint import bp
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.queries.reviews import find_review
from labelapp.reviews.views.blueprint import reader
from labelapp.web.access import requires_on
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.web.fields import refuse
from labelapp.web.formats import date_long
from labelapp.workdays import add_working_days


@bp.get("/reviews/<int:review_id>/clarifications")
@requires_on(find_review, policy.may_see_rounds)
def of_review(review: Review) -> ResponseReturnValue:
    """The rounds that were sent, and the reader's own questions that wait."""
    rounds = rounds_of(review)
    scoring = review.state is ReviewState.SCORING
    return render_template(
        "reviews/clarifications/rounds.html",
        review=review,
        scheme=scheme_of(review),
        rounds=rounds,
        tags={one.id: round_tag(one) for one in rounds},
        questions={one.id: [(code, questions_about(one, code)) for code in one.indicators] for one in rounds},
        drafts=own_drafts(review, reader()),
        reason_name=reason_name,
        scores=reviews_policy.may_score(reader(), review),
        leads=scoring and policy.may_send(reader(), review),
        extends=policy.may_extend(reader(), RoundPlace(review, rounds[-1])) if rounds else False,
        open=open_round(review),
        left=asking.rounds_left(review) if scoring else 0,
    )


@bp.get("/reviews/<int:review_id>/clarifications/send")
@requires_on(find_review, policy.may_send)
def send(review: Review) -> ResponseReturnValue:
    """What sending means, before it is done. It shows the reader's own questions and nobody else's."""
    return _send_page(review)


def _send_page(review: Review, problem: str = "") -> str:
    scheme = scheme_of(review)
    return render_template(
        "reviews/clarifications/send.html",
        review=review,
        scheme=scheme,
        drafts=own_drafts(review, reader()),
        reason_name=reason_name,
        alone=len(reviews_policy.scoring_assignments(review)) == 1,
        due_on=add_working_days(today(), scheme.procedure.clarification_days, cluster_of(review).country),
        days=scheme.procedure.clarification_days,
        left=asking.rounds_left(review) - 1,
        problem=problem,
    )


@bp.post("/reviews/<int:review_id>/clarifications/send")
@requires_on(find_review, policy.may_send)
def send_confirmed(review: Review) -> ResponseReturnValue:
    """Send the questions of all assessors to the applicant."""
    try:
        round_ = asking.send_round(review, by=reader())
    except InvalidInput as error:
        return _send_page(review, error.message), 422
    flash(_("The questions were sent. Answers come until %(date)s.", date=date_long(round_.due_on)))
    return _to_rounds(review)


@bp.get("/reviews/<int:review_id>/clarifications/<int:number>/close")
@requires_on(find_round_of_review, policy.may_close)
def close(place: RoundPlace) -> ResponseReturnValue:
    """Why a round is to end before its time."""
    return _form_page("close", place, CloseForm(formdata=None))


@bp.post("/reviews/<int:review_id>/clarifications/<int:number>/close")
@requires_on(find_round_of_review, policy.may_close)
def close_confirmed(place: RoundPlace) -> ResponseReturnValue:
    """Close a round; what was handed in so far counts."""
    form = CloseForm()
    if not form.validate_on_submit():
        return _form_page("close", place, form), 422
    asking.close_round(place.round, form.reason.data or "", by=reader())
    flash(_("The round is closed."))
    return _to_rounds(place.review)


@bp.get("/reviews/<int:review_id>/clarifications/<int:number>/extend")
@requires_on(find_round_of_review, policy.may_extend)
def extend(place: RoundPlace) -> ResponseReturnValue:
    """A later day for answers, and why."""
    return _form_page("extend", place, ExtendForm(formdata=None))


@bp.post("/reviews/<int:review_id>/clarifications/<int:number>/extend")
@requires_on(find_round_of_review, policy.may_extend)
def extend_confirmed(place: RoundPlace) -> ResponseReturnValue:
    """Give the applicant more time."""
    form = ExtendForm()
    if not form.validate_on_submit() or form.due_on.data is None:
        return _form_page("extend", place, form), 422
    try:
        asking.extend_round(place.round, form.due_on.data, form.reason.data or "", by=reader())
    except InvalidInput as error:
        refuse(form.due_on, error)
        return _form_page("extend", place, form), 422
    flash(_("Answers come until %(date)s.", date=date_long(place.round.due_on)))
    return _to_rounds(place.review)


def _form_page(action: str, place: RoundPlace, form: CloseForm | ExtendForm) -> str:
    if place.round.closed_at is not None:
        raise DomainError(_("This round has ended. Nothing in it can be changed any more."))
    return render_template(
        f"reviews/clarifications/{action}.html",
        place=place,
        review=place.review,
        scheme=place.scheme,
        form=form,
    )


def _to_rounds(review: Review) -> ResponseReturnValue:
    return redirect(url_for("clarifications.of_review", review_id=review.id), 303)
