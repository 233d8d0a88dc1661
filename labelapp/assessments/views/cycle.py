"""Confirming what the last cycle or an interview brought along: one indicator, or what is left of a dimension."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.answers import content_text
from labelapp.assessments.cycle.confirming import confirm, seen_in_list, seen_on_page
from labelapp.assessments.cycle.page import cycle_view
from labelapp.assessments.models import Assessment, EvidenceLink
from labelapp.assessments.overview import is_open
from labelapp.assessments.queries import Given, Place
from labelapp.assessments.views import bp
from labelapp.assessments.views.overview import standing
from labelapp.clusters.models import Cluster
from labelapp.schemes.answers import NOT_APPLICABLE
from labelapp.schemes.definition import Dimension, Indicator, Scheme
from labelapp.web.access import requires_on
from labelapp.web.errors import DomainError
from labelapp.web.locale import scheme_text

# What the button "Still true" of an indicator's page posts instead of the next page.
STILL_TRUE = "still-true"


@dataclass(frozen=True)
class Part:
    """One dimension of a self-assessment."""

    assessment: Assessment
    scheme: Scheme
    dimension: Dimension

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.assessment.cluster


@dataclass(frozen=True)
class Line:
    """An indicator in the list: labels with answers that are confirmed with it, and documents.

    `separate`: something in it was asked in other words then, so that it is confirmed on its own page.
    """

    indicator: Indicator
    answers: list[tuple[Given, str, str]]
    links: list[EvidenceLink]
    separate: bool


def find_part(assessment_id: int, code: str) -> Part | None:
    """A dimension by its code; None when there is none."""
    assessment = queries.find_assessment(assessment_id)
    if assessment is None:
        return None
    scheme = queries.scheme_of(assessment)
    dimension = next((one for one in scheme.dimensions if one.code == code), None)
    return Part(assessment, scheme, dimension) if dimension else None


def confirm_here(place: Place) -> ResponseReturnValue:
    """The press on "Still true": confirm what the page showed and go to what waits next."""
    if confirm(place.assessment, seen_on_page(place, request.form), current_user):
        flash(_("%(code)s is confirmed.", code=place.indicator.code))
    return redirect(_next_to_confirm(place), 303)


def _next_to_confirm(place: Place) -> str:
    waiting = [one.code for one in standing(place.assessment).to_confirm]
    order = [code for dimension in place.scheme.dimensions for code in dimension.indicators]
    at = order.index(place.indicator.code)
    code = next((one for one in order[at:] + order[:at] if one in waiting), None)
    if code is None:
        return url_for("assessments.show", assessment_id=place.assessment.id)
    return url_for("assessments.indicator", assessment_id=place.assessment.id, code=code, after="confirmed")


@bp.get("/assessments/<int:assessment_id>/dimensions/<code>/confirm")
@requires_on(find_part, policy.may_answer)
def confirm_dimension(part: Part) -> ResponseReturnValue:
    """List what would be confirmed at once."""
    if not is_open(part.assessment):
        raise DomainError(_("This self-assessment is closed for changes."))
    return render_template("assessments/confirm_dimension.html", part=part, lines=_lines(part))


def _lines(part: Part) -> list[Line]:
    links = queries.evidence_links(part.assessment)
    whole = standing(part.assessment, links=links)
    submission = queries.previous_submission(part.assessment)
    lines = []
    for code in part.dimension.indicators:
        if code not in whole.waiting:
            continue
        place = Place(part.assessment, part.scheme, part.scheme.indicators[code])
        here = [link for link in links if link.indicator == code]
        view = cycle_view(place, whole, here, submission)
        given = [one for one in whole.given.values() if one.indicator == code and one.to_confirm]
        answers = [(one, _label(place.indicator, one.field), _text(place.indicator, one)) for one in given]
        separate = any(view.notes[one.field].asked_then for one in given if one.field in view.notes)
        lines.append(Line(place.indicator, answers, view.links, separate))
    return lines


def _label(indicator: Indicator, field: str) -> str:
    return _("Does not apply") if field == NOT_APPLICABLE else scheme_text(indicator.field(field).label)


def _text(indicator: Indicator, given: Given) -> str:
    return content_text(indicator, given.field, given.content) or str(_("empty"))


@bp.post("/assessments/<int:assessment_id>/dimensions/<code>/confirm")
@requires_on(find_part, policy.may_answer)
def dimension_confirmed(part: Part) -> ResponseReturnValue:
    """Confirm what the list showed."""
    count = confirm(part.assessment, seen_in_list(request.form), current_user)
    flash(
        ngettext(
            "One answer or document is confirmed.", "%(num)s answers and documents are confirmed.", count
        )
    )
    left = [one for one in standing(part.assessment).to_confirm if one.code in part.dimension.indicators]
    if left:
        flash(_("Still to confirm: %(codes)s.", codes=", ".join(one.code for one in left)), "warning")
    return redirect(url_for("assessments.show", assessment_id=part.assessment.id), 303)
