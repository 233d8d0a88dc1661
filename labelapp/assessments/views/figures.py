"""Overruling a figure of the data room with a reason, and going back to it."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import computed, policy, queries
from labelapp.assessments.computed import Bound
from labelapp.assessments.forms import OverruleForm
from labelapp.assessments.indicator_page import figure_view
from labelapp.assessments.overview import overview
from labelapp.assessments.queries import Place
from labelapp.assessments.views import bp
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.dataroom.figures import figures_of
from labelapp.web.access import requires_on

PAGE = "/assessments/<int:assessment_id>/indicators/<code>/figures/<field>"


@dataclass(frozen=True)
class BoundPlace:
    """A field of a self-assessment for which the data room has a figure."""

    place: Place
    bound: Bound

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.place.cluster


def find_bound(assessment_id: int, code: str, field: str) -> BoundPlace | None:
    """The field by its address; None when it names no figure or the data room has none for it."""
    place = queries.find_place(assessment_id, code)
    if place is None or not any(one.code == field and one.figure for one in place.indicator.fields):
        return None
    figures = figures_of(place.cluster, today())
    for bound in computed.bound_fields(place.scheme, figures):
        if (bound.indicator, bound.field.code) == (code, field):
            return BoundPlace(place, bound)
    return None


@bp.get(PAGE)
@requires_on(find_bound, policy.may_answer)
def figure(found: BoundPlace) -> ResponseReturnValue:
    """What the data room gives, and the way to another value."""
    return _page(found, OverruleForm(formdata=None))


@bp.post(PAGE)
@requires_on(find_bound, policy.may_answer)
def change_figure(found: BoundPlace) -> ResponseReturnValue:
    """Overrule the figure, or go back to it."""
    if request.form.get("go") == "back":
        computed.take_figure(found.place, found.bound, current_user)
        flash(_("The value of the data room counts again."))
        return redirect(_back(found), 303)
    form = OverruleForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    computed.overrule(found.place, found.bound, form.reason.data, current_user)
    flash(_("You can change the value now. It counts instead of that of the data room."))
    return redirect(_back(found), 303)


def _back(found: BoundPlace) -> str:
    return url_for(
        "assessments.indicator",
        assessment_id=found.place.assessment.id,
        code=found.place.indicator.code,
        _anchor=f"f-{found.bound.field.code}",
    )


def _page(found: BoundPlace, form: OverruleForm) -> str:
    whole = overview(found.place.assessment, today())
    reasons = computed.overrulings(found.place.assessment)
    return render_template(
        "assessments/figure.html",
        place=found.place,
        field=found.bound.field,
        view=figure_view(found.place, whole, found.bound.field, reasons),
        on=found.bound.figure.on,
        form=form,
        back=_back(found),
    )
