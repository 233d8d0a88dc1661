"""The applicant writes, files and withdraws an appeal."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.decisions.appeals import operations, policy, presentation, queries
from labelapp.decisions.appeals.forms import AppealForm
from labelapp.decisions.appeals.models import Appeal, AppealState
from labelapp.decisions.appeals.views.blueprint import back_to, bp, case_facts, reader
from labelapp.decisions.models import Decision
from labelapp.decisions.queries import decision_by_id
from labelapp.reviews.case import scheme_of
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput


@bp.get("/decisions/<int:decision_id>/appeal")
@requires_on(decision_by_id, policy.may_appeal)
def write(decision: Decision) -> ResponseReturnValue:
    """The form with what was kept; a filed appeal has its own page."""
    appeal = queries.appeal_against(decision)
    if appeal is not None and appeal.state is not AppealState.DRAFT:
        return redirect(url_for("appeals.show", appeal_id=appeal.id), 303)
    return _form_page(decision, _form(decision, appeal))


def _form(decision: Decision, appeal: Appeal | None = None) -> AppealForm:
    kept = {}
    if appeal is not None:
        kept = {
            "parts": appeal.parts,
            "indicators": appeal.indicators,
            "grounds": appeal.grounds,
            "files": [one.revision_id for one in appeal.attachments],
        }
    form = AppealForm(data=kept)
    form.offer(scheme_of(decision.review), queries.files_to_attach(decision))
    return form


def _form_page(decision: Decision, form: AppealForm) -> str:
    return render_template(
        "decisions/appeals/write.html", decision=decision, form=form, **case_facts(decision)
    )


@bp.post("/decisions/<int:decision_id>/appeal")
@requires_on(decision_by_id, policy.may_appeal)
def save(decision: Decision) -> ResponseReturnValue:
    """Keep the draft; with `step=check` ask once more, with `step=file` file it, with `step=edit` go back."""
    step = request.form.get("step", "save")
    if step == "edit":
        return redirect(url_for("appeals.write", decision_id=decision.id), 303)
    if step == "file":
        return _file(decision)
    form = _form(decision)
    if not form.validate_on_submit():
        return _form_page(decision, form), 422
    appeal = operations.save_draft(decision, form.read(queries.files_to_attach(decision)), by=reader())
    if step != "check":
        flash(_("Your draft is saved. Nobody but you and your team's managers reads it before it is filed."))
        return redirect(url_for("appeals.write", decision_id=decision.id), 303)
    try:
        operations.check_filing(appeal)
    except InvalidInput as error:
        # Not 422: an error would undo the transaction, and with it the draft.
        _show(form, appeal, error)
        return _form_page(decision, form)
    return render_template(
        "decisions/appeals/confirm.html",
        decision=decision,
        appeal=appeal,
        words=presentation,
        **case_facts(decision),
    )


def _show(form: AppealForm, appeal: Appeal, error: InvalidInput) -> None:
    """Put what is missing at its field."""
    if not appeal.parts:
        form.parts.errors = [error.message]
    elif not appeal.grounds:
        form.grounds.errors = [error.message]
    else:
        form.indicators.errors = [error.message]


def _file(decision: Decision) -> ResponseReturnValue:
    appeal = queries.appeal_against(decision)
    if appeal is None:
        return redirect(url_for("appeals.write", decision_id=decision.id), 303)
    operations.file_appeal(appeal, by=reader())
    flash(_("Your appeal is filed. A mail confirms it."))
    return redirect(url_for("appeals.show", appeal_id=appeal.id), 303)


@bp.get("/appeals/<int:appeal_id>/withdraw")
@requires_on(queries.find_appeal, policy.may_withdraw)
def withdraw(appeal: Appeal) -> ResponseReturnValue:
    """Ask before an appeal is withdrawn."""
    return render_template("decisions/appeals/withdraw.html", appeal=appeal, **case_facts(appeal.decision))


@bp.post("/appeals/<int:appeal_id>/withdraw")
@requires_on(queries.find_appeal, policy.may_withdraw)
def withdraw_confirmed(appeal: Appeal) -> ResponseReturnValue:
    """Withdraw it."""
    operations.withdraw_appeal(appeal, by=reader())
    flash(_("The appeal is withdrawn. The decision stands."))
    return back_to(appeal)
