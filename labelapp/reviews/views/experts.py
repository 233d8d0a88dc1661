"""Opening an interview with an expert. What follows is in the self-assessment."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.assessments.models import Assessment
from labelapp.assessments.policy import may_manage
from labelapp.assessments.queries import find_assessment, scheme_of
from labelapp.reviews.forms import ExpertForm
from labelapp.reviews.operations import open_interview
from labelapp.reviews.views.blueprint import bp, reader
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput


def find_by_interview(assessment_id: int) -> Assessment | None:
    """A self-assessment whose scheme knows interviews."""
    found = find_assessment(assessment_id)
    return found if found and scheme_of(found).by_interview else None


@bp.get("/assessments/<int:assessment_id>/interview")
@requires_on(find_by_interview, may_manage)
def name_expert(assessment: Assessment) -> ResponseReturnValue:
    """Who is to hold the interview."""
    return _page(assessment, ExpertForm(formdata=None))


@bp.post("/assessments/<int:assessment_id>/interview")
@requires_on(find_by_interview, may_manage)
def expert_named(assessment: Assessment) -> ResponseReturnValue:
    """Open the interview."""
    form = ExpertForm()
    if not form.validate_on_submit():
        return _page(assessment, form), 422
    try:
        interview = open_interview(assessment, form.email.data or "", reader())
    except InvalidInput as error:
        form.email.errors = [error.message]
        return _page(assessment, form), 422
    flash(_("The interview is open for %(name)s, who receives a mail.", name=interview.expert.name))
    return redirect(url_for("assessments.show", assessment_id=assessment.id), 303)


def _page(assessment: Assessment, form: ExpertForm) -> str:
    return render_template(
        "reviews/name_expert.html", assessment=assessment, scheme=scheme_of(assessment), form=form
    )
