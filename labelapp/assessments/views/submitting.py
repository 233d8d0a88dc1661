"""Asking for the confirmation, confirming, returning, submitting."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import operations, policy, queries
from labelapp.assessments.confirmation import summary_of
from labelapp.assessments.forms import ConfirmForm, ReturnForm
from labelapp.assessments.models import Assessment, AssessmentState
from labelapp.assessments.views import bp
from labelapp.clock import today
from labelapp.web.access import requires_on
from labelapp.web.errors import DomainError


def _shown(assessment: Assessment) -> ResponseReturnValue:
    return redirect(url_for("assessments.show", assessment_id=assessment.id), 303)


@bp.post("/assessments/<int:assessment_id>/confirmation")
@requires_on(queries.find_assessment, policy.may_manage)
def request_confirmation(assessment: Assessment) -> ResponseReturnValue:
    """Ask the legal representatives to confirm."""
    operations.request_confirmation(assessment, by=current_user)
    flash(_("The legal representative was asked to confirm. Answers cannot change until then."))
    return _shown(assessment)


@bp.post("/assessments/<int:assessment_id>/take-back")
@requires_on(queries.find_assessment, policy.may_manage)
def take_back(assessment: Assessment) -> ResponseReturnValue:
    """Open the answers again before the legal representative has decided."""
    operations.take_back(assessment, by=current_user)
    flash(_("The self-assessment is open for changes again."))
    return _shown(assessment)


@bp.get("/assessments/<int:assessment_id>/confirm")
@requires_on(queries.find_assessment, policy.may_confirm)
def confirm(assessment: Assessment) -> ResponseReturnValue:
    """What the legal representative confirms: the result, what fails, the evidence, the declarations."""
    _require_turn(assessment)
    return _summary(assessment, ConfirmForm(formdata=None), ReturnForm(formdata=None))


@bp.post("/assessments/<int:assessment_id>/confirm")
@requires_on(queries.find_assessment, policy.may_confirm)
def submit(assessment: Assessment) -> ResponseReturnValue:
    """Confirm and submit what the page showed; when that is no more what would be frozen, show it again."""
    _require_turn(assessment)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _summary(assessment, form, ReturnForm(formdata=None)), 422
    if _has_changed(assessment, form.seen.data):
        flash(
            _("Answers or files have changed since you opened this page. Read it again, then confirm."),
            "error",
        )
        return _summary(assessment, ConfirmForm(formdata=None), ReturnForm(formdata=None)), 409
    operations.submit_assessment(assessment, by=current_user)
    flash(_("The self-assessment was submitted. The secretariat assigns the assessors next."))
    return _shown(assessment)


def _has_changed(assessment: Assessment, seen: str | None) -> bool:
    """Whether something else would be frozen than the page showed; a page that names nothing is taken as it is."""
    return bool(seen) and assessment.state in queries.OPEN_STATES and seen != summary_of(assessment).seen


@bp.post("/assessments/<int:assessment_id>/return")
@requires_on(queries.find_assessment, policy.may_confirm)
def return_to_team(assessment: Assessment) -> ResponseReturnValue:
    """Give the self-assessment back to the team with a note."""
    form = ReturnForm()
    if not form.validate_on_submit():
        return _summary(assessment, ConfirmForm(formdata=None), form), 422
    operations.return_to_team(assessment, form.note.data, by=current_user)
    flash(_("The self-assessment is with the team again. The managers received your note."))
    return _shown(assessment)


def _require_turn(assessment: Assessment) -> None:
    """A draft is the team's: only who is its manager too submits it without having been asked."""
    if assessment.state is AssessmentState.DRAFT and not policy.may_manage(current_user, assessment):
        raise DomainError(
            _("The team has not finished yet. You receive a mail when you are asked to confirm.")
        )


def _summary(assessment: Assessment, form: ConfirmForm, returning: ReturnForm) -> str:
    summary = summary_of(assessment)
    form.seen.data = summary.seen
    return render_template(
        "assessments/confirm.html",
        summary=summary,
        whole=summary.whole,
        links=summary.links,
        today=today(),
        form=form,
        returning=returning,
    )
