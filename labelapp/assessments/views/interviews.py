"""An interview: the expert's declaration, the screens, and its end. Saving: `interview_saving`."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.forms import IndependenceForm
from labelapp.assessments.interview import interviewing
from labelapp.assessments.interview.interviewing import find_interview
from labelapp.assessments.interview.page import Sitting, asked_in, sitting
from labelapp.assessments.models import Interview
from labelapp.web.access import requires_on

bp = Blueprint("interviews", __name__)


def find_sitting(interview_id: int, code: str) -> Sitting | None:
    """A dimension of an interview; None when there is none."""
    found = find_interview(interview_id)
    return sitting(found, code) if found else None


@bp.get("/interviews/<int:interview_id>")
@requires_on(find_interview, policy.may_declare_in_interview)
def show(found: Interview) -> ResponseReturnValue:
    """Name and label of the cluster organisation and the question of independence; then the first screen."""
    if found.declared_at is not None:
        first = queries.scheme_of(found.assessment).dimensions[0]
        return redirect(url_for("interviews.screen", interview_id=found.id, code=first.code))
    return _question(found, IndependenceForm(formdata=None))


def _question(found: Interview, form: IndependenceForm) -> str:
    return render_template(
        "assessments/interview_declaration.html",
        interview=found,
        scheme=queries.scheme_of(found.assessment),
        form=form,
    )


@bp.post("/interviews/<int:interview_id>")
@requires_on(find_interview, policy.may_declare_in_interview)
def declare(found: Interview) -> ResponseReturnValue:
    """Record the declaration; an interest ends the interview."""
    form = IndependenceForm()
    if not form.validate_on_submit():
        return _question(found, form), 422
    interest = form.interest.data == "yes"
    interviewing.declare(found, current_user, interest=interest)
    if interest:
        flash(_("Thank you. You take no part, and the managers are told."))
        return redirect(url_for("web.tasks"), 303)
    return redirect(url_for("interviews.show", interview_id=found.id), 303)


@bp.get("/interviews/<int:interview_id>/dimensions/<code>")
@requires_on(find_sitting, policy.may_interview)
def screen(found: Sitting) -> ResponseReturnValue:
    """Every question of a dimension."""
    whole, asked = asked_in(found)
    return render_template("assessments/interview.html", found=found, whole=whole, asked=asked, conflicts=[])


@bp.post("/interviews/<int:interview_id>/end")
@requires_on(find_interview, policy.may_end_interview)
def end(found: Interview) -> ResponseReturnValue:
    """End the interview: the expert sees nothing any more."""
    interviewing.end_interview(found, current_user)
    flash(_("The interview has ended. What was entered waits for the team to confirm it."))
    if policy.may_manage(current_user, found.assessment):
        return redirect(url_for("assessments.show", assessment_id=found.assessment_id), 303)
    return redirect(url_for("web.tasks"), 303)
