"""On the desk: noting a question about an indicator, and saying that a score stands after the answer changed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.reviews import operations, policy
from labelapp.reviews.clarifications import asking
from labelapp.reviews.clarifications.forms import AskForm
from labelapp.reviews.clarifications.models import Reason
from labelapp.reviews.clarifications.policy import may_ask
from labelapp.reviews.clarifications.views.blueprint import bp
from labelapp.reviews.operations import content_of
from labelapp.reviews.queries.reviews import IndicatorPlace, find_indicator
from labelapp.reviews.views.blueprint import on_review, reader
from labelapp.reviews.views.sheet import desk_of, own_sheet
from labelapp.web.access import requires_on


@bp.post("/reviews/<int:review_id>/desk/<code>/question")
@requires_on(find_indicator, may_ask)
def ask(place: IndicatorPlace) -> ResponseReturnValue:
    """Note a question for the next round, or change it."""
    form = AskForm().offer()
    if not form.validate_on_submit():
        return render_template(
            "reviews/clarifications/ask.html", place=place, review=place.review, form=form
        ), 422
    asking.ask(
        place.review, place.indicator.code, Reason(form.reason.data), form.question.data or "", by=reader()
    )
    flash(_("Your question is noted. It goes out with the next round."))
    return _to_desk(place)


@bp.post("/reviews/<int:review_id>/desk/<code>/question/remove")
@requires_on(find_indicator, may_ask)
def unask(place: IndicatorPlace) -> ResponseReturnValue:
    """Take the own question back."""
    asking.unask(place.review, place.indicator.code, by=reader())
    flash(_("Your question was removed."))
    return _to_desk(place)


@bp.post("/reviews/<int:review_id>/desk/<code>/stands")
@requires_on(find_indicator, on_review(policy.may_score))
def score_stands(place: IndicatorPlace) -> ResponseReturnValue:
    """Give the same score once more, now for the changed answer."""
    seat = desk_of(place.review)
    entry = seat.entries.get(place.indicator.code)
    if entry is not None:
        operations.give_score(own_sheet(seat), place.indicator.code, content_of(entry))
        flash(_("Your score stands."))
    return _to_desk(place)


def _to_desk(place: IndicatorPlace) -> ResponseReturnValue:
    return redirect(
        url_for("reviews.desk_indicator", review_id=place.review.id, code=place.indicator.code), 303
    )
