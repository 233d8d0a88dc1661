"""Comparing locked sheets and agreeing on one value for each indicator."""

from fractions import Fraction

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.reviews import operations, policy
from labelapp.reviews.case import case_of
from labelapp.reviews.comparison import Comparison, Row, compare, desk_groups, findings
from labelapp.reviews.disputes.operations import declare_dispute
from labelapp.reviews.forms import AgreementForm, DisputeForm, yes_no
from labelapp.reviews.judging import Judgement, parse_points
from labelapp.reviews.leaving.policy import earlier_sheets
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.queries.reviews import IndicatorPlace, find_indicator, find_review
from labelapp.reviews.views.blueprint import bp, on_review, reader
from labelapp.schemes.numbers import exact
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput


@bp.get("/reviews/<int:review_id>/consensus")
@requires_on(find_review, policy.may_compare)
def consensus(review: Review) -> ResponseReturnValue:
    """All indicators with the values of each side, the largest spread first, and the total so far."""
    comparison = compare(review)
    return render_template(
        "reviews/consensus.html",
        review=review,
        comparison=comparison,
        editable=_editable(review),
        following=_following(comparison, ""),
        reader=reader(),
        findings=findings(comparison),
        lead=policy.is_lead(reader(), review),
        earlier=earlier_sheets(review),
        may_assign=policy.may_assign(reader(), review),
    )


def _editable(review: Review) -> bool:
    return policy.may_agree(reader(), review) and review.state is ReviewState.CONSENSUS


def _following(comparison: Comparison, code: str) -> str | None:
    """The next indicator on which the reader has something to say, the largest spread first."""
    return next((row.code for row in comparison.waits_for(reader()) if row.code != code), None)


@bp.get("/reviews/<int:review_id>/consensus/<code>")
@requires_on(find_indicator, on_review(policy.may_compare))
def consensus_indicator(place: IndicatorPlace) -> ResponseReturnValue:
    """One indicator: both justifications side by side, and what was agreed."""
    return _page(place)


def _page(
    place: IndicatorPlace,
    posted: tuple[str, Judgement, str] | None = None,
    problem: str = "",
    why: str = "",
) -> str:
    comparison = compare(place.review)
    row = next(row for row in comparison.rows if row.code == place.indicator.code)
    return render_template(
        "reviews/consensus_indicator.html",
        review=place.review,
        comparison=comparison,
        row=row,
        groups=desk_groups(comparison),
        options=[exact(points) for points in row.asked.options],
        on_desk=policy.may_read_desk(reader(), place.review),
        proposed=posted or _proposed(row),
        reader=reader(),
        alone=len(row.opinions) == 1,
        problem=problem,
        why=why,
        editable=_editable(place.review),
        following=_following(comparison, row.code),
    )


def _proposed(row: Row) -> tuple[str, Judgement, str]:
    """What the form shows at first: what is proposed or agreed, else what all sheets share. Never one side's value."""
    if row.proposed is not None:
        judgement, reason = row.proposed.judgement, row.proposed.reason
    elif row.agreement is not None:
        judgement, reason = row.agreement.judgement, row.agreement.reason
    else:
        judgements = [opinion.judgement for opinion in row.opinions]
        first = judgements[0]
        judgement = Judgement(
            points=first.points if all(one.points == first.points for one in judgements) else None,
            minimum_met=first.minimum_met
            if all(one.minimum_met == first.minimum_met for one in judgements)
            else None,
            plausible=first.plausible
            if all(one.plausible == first.plausible for one in judgements)
            else None,
        )
        reason = ""
    return ("" if judgement.points is None else exact(judgement.points)), judgement, reason


@bp.post("/reviews/<int:review_id>/consensus/<code>")
@requires_on(find_indicator, on_review(policy.may_agree))
def agree(place: IndicatorPlace) -> ResponseReturnValue:
    """Propose a value to the other assessor and go to the next indicator that is open."""
    form, review, code = AgreementForm(), place.review, place.indicator.code
    raw = (form.points.data or "").strip()
    judgement = Judgement(minimum_met=yes_no(form.minimum_met.data), plausible=yes_no(form.plausible.data))
    reason = (form.reason.data or "").replace("\r\n", "\n").replace("\0", "")
    try:
        if not form.validate_on_submit():
            raise InvalidInput(next((str(text) for found in form.errors.values() for text in found), ""))
        judgement = Judgement(_points(place, raw), judgement.minimum_met, judgement.plausible)
        operations.propose(review, code, judgement, reason, by=reader())
    except InvalidInput as error:
        return _page(place, (raw, judgement, reason), error.message), 422
    return _onward(review, code)


def _onward(review: Review, code: str) -> ResponseReturnValue:
    comparison = compare(review)
    following = _following(comparison, code)
    if following is not None:
        return redirect(url_for("reviews.consensus_indicator", review_id=review.id, code=following), 303)
    if comparison.done:
        flash(_("Everything is agreed."))
    return redirect(url_for("reviews.consensus", review_id=review.id), 303)


@bp.post("/reviews/<int:review_id>/consensus/<code>/confirm")
@requires_on(find_indicator, on_review(policy.may_agree))
def confirm(place: IndicatorPlace) -> ResponseReturnValue:
    """Say yes to the proposal that the page showed."""
    number = request.form.get("proposal", "")
    shown = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    operations.confirm(place.review, place.indicator.code, shown, by=reader())
    return _onward(place.review, place.indicator.code)


@bp.post("/reviews/<int:review_id>/consensus/<code>/disagree")
@requires_on(find_indicator, on_review(policy.may_agree))
def disagree(place: IndicatorPlace) -> ResponseReturnValue:
    """Declare that the assessors do not come to an agreement: a third expert decides."""
    form = DisputeForm()
    why = (form.why.data or "").replace("\r\n", "\n").replace("\0", "")
    try:
        if not form.validate_on_submit():
            raise InvalidInput(next((str(text) for found in form.errors.values() for text in found), ""))
        declare_dispute(place.review, place.indicator.code, why, by=reader())
    except InvalidInput as error:
        return _page(place, problem=error.message, why=why), 422
    flash(_("The secretariat is asked for a third expert."))
    return _onward(place.review, place.indicator.code)


def _points(place: IndicatorPlace, raw: str) -> Fraction | None:
    asked = case_of(place.review).questions[place.indicator.code]
    try:
        return parse_points(asked, raw) if raw else None
    except ValueError as error:
        highest = exact(place.indicator.max_points)
        raise InvalidInput(_("Points go from 0 to %(highest)s.", highest=highest)) from error


@bp.post("/reviews/<int:review_id>/consensus/accept-equal")
@requires_on(find_review, policy.may_agree)
def accept_equal(review: Review) -> ResponseReturnValue:
    """Agree at once on everything that all sheets score the same."""
    count = operations.take_over_equal(review, by=reader())
    flash(ngettext("%(num)s equal score is agreed.", "%(num)s equal scores are agreed.", count))
    return redirect(url_for("reviews.consensus", review_id=review.id), 303)
