"""The pages of an appeal: the applicant writes and files it, the secretariat names handlers, they decide."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.accounts.models import User
from labelapp.accounts.queries import find_person
from labelapp.decisions.appeals import operations, policy, presentation, queries
from labelapp.decisions.appeals.forms import (
    VERDICTS,
    AppealForm,
    ChargeForm,
    HandlerForm,
    NoteForm,
    VerdictForm,
)
from labelapp.decisions.appeals.letters import letter_file
from labelapp.decisions.appeals.models import Appeal, AppealState
from labelapp.decisions.appeals.notices import reference
from labelapp.decisions.models import Decision
from labelapp.decisions.presentation import board_case
from labelapp.decisions.queries import decision_by_id
from labelapp.evidence.sending import disposition, send_file
from labelapp.reviews.case import case_of, cluster_of, scheme_of
from labelapp.reviews.desk import answer_view, evidence_of, neighbours
from labelapp.reviews.forms import InterestForm
from labelapp.reviews.reportpage import report_page
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.paging import read_position

bp = Blueprint("appeals", __name__)


def _reader() -> User:
    user: User = current_user._get_current_object()
    return user


@bp.get("/appeals")
@requires(policy.may_see_appeals)
def index() -> ResponseReturnValue:
    """The secretariat's list."""
    page = queries.appeals_of_secretariat(_reader(), read_position(request.args.get("at")))
    return render_template(
        "decisions/appeals/index.html", page=page, words=presentation, policy=policy, reference=reference
    )


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
        "decisions/appeals/write.html", decision=decision, form=form, **_case_facts(decision)
    )


def _case_facts(decision: Decision) -> dict[str, Any]:
    review = decision.review
    return {"cluster": cluster_of(review), "scheme": scheme_of(review)}


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
    appeal = operations.save_draft(decision, form.read(queries.files_to_attach(decision)), by=_reader())
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
        **_case_facts(decision),
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
    operations.file_appeal(appeal, by=_reader())
    flash(_("Your appeal is filed. A mail confirms it."))
    return redirect(url_for("appeals.show", appeal_id=appeal.id), 303)


@bp.get("/appeals/<int:appeal_id>")
@requires_on(queries.find_appeal, policy.may_open)
def show(appeal: Appeal) -> ResponseReturnValue:
    """The appeal as its reader may see it; a handler first declares interests."""
    return _page(appeal)


def _page(appeal: Appeal, **forms: Any) -> str:
    user = _reader()
    if policy.may_declare(user, appeal) and not policy.may_read(user, appeal):
        return _declaration(appeal, InterestForm())
    manages = policy.may_manage(user, appeal) and appeal.state is AppealState.FILED
    discusses = policy.may_discuss(user, appeal)
    return render_template(
        "decisions/appeals/show.html",
        appeal=appeal,
        decision=appeal.decision,
        reference=reference(appeal),
        words=presentation,
        oversees=policy.may_oversee(user, appeal),
        handles=policy.may_handle(user, appeal),
        manages=manages,
        discusses=discusses,
        withdraws=policy.may_withdraw(user, appeal) and appeal.state is AppealState.FILED,
        worked_on=policy.may_oversee(user, appeal) and queries.worked_on(user, appeal.decision),
        people=queries.choices_for(appeal) if manages else [],
        charge_form=forms.get("charge") or ChargeForm(formdata=None),
        handler_form=forms.get("handler") or HandlerForm(formdata=None),
        note_form=forms.get("note") or NoteForm(formdata=None),
        verdict_form=forms.get("verdict") or VerdictForm(formdata=None),
        **_case_facts(appeal.decision),
    )


def _declaration(appeal: Appeal, form: InterestForm) -> str:
    return render_template(
        "decisions/appeals/interests.html", appeal=appeal, form=form, **_case_facts(appeal.decision)
    )


def _back(appeal: Appeal) -> ResponseReturnValue:
    return redirect(url_for("appeals.show", appeal_id=appeal.id), 303)


@bp.get("/appeals/<int:appeal_id>/withdraw")
@requires_on(queries.find_appeal, policy.may_withdraw)
def withdraw(appeal: Appeal) -> ResponseReturnValue:
    """Ask before an appeal is withdrawn."""
    return render_template("decisions/appeals/withdraw.html", appeal=appeal, **_case_facts(appeal.decision))


@bp.post("/appeals/<int:appeal_id>/withdraw")
@requires_on(queries.find_appeal, policy.may_withdraw)
def withdraw_confirmed(appeal: Appeal) -> ResponseReturnValue:
    """Withdraw it."""
    operations.withdraw_appeal(appeal, by=_reader())
    flash(_("The appeal is withdrawn. The decision stands."))
    return _back(appeal)


@bp.post("/appeals/<int:appeal_id>/charge")
@requires_on(queries.find_appeal, policy.may_oversee)
def take_charge(appeal: Appeal) -> ResponseReturnValue:
    """Become the officer in charge."""
    form = ChargeForm()
    if form.validate_on_submit():
        try:
            operations.take_charge(appeal, _reader(), form.statement.data or "")
        except InvalidInput as error:
            form.statement.errors = [error.message]
        else:
            flash(_("You are in charge of this appeal."))
            return _back(appeal)
    return _page(appeal, charge=form), 422


@bp.post("/appeals/<int:appeal_id>/handlers")
@requires_on(queries.find_appeal, policy.may_manage)
def name_handler(appeal: Appeal) -> ResponseReturnValue:
    """Ask a person to handle it."""
    form = HandlerForm()
    if form.validate_on_submit():
        try:
            person = find_person(form.person.data)
            if person is None:
                raise InvalidInput(_("Choose a person."))
            operations.name_handler(appeal, person, by=_reader())
        except InvalidInput as error:
            form.person.errors = [error.message]
        else:
            flash(_("%(name)s is asked by mail to declare their interests.", name=person.name))
            return _back(appeal)
    return _page(appeal, handler=form), 422


@bp.post("/appeals/<int:appeal_id>/handlers/<int:handler_id>/end")
@requires_on(queries.find_named, policy.on_appeal(policy.may_manage))
def end_handler(named: queries.Named) -> ResponseReturnValue:
    """Take a person off the appeal."""
    operations.end_handler(named.handler, named.appeal, by=_reader())
    flash(_("%(name)s does not handle this appeal any more.", name=named.handler.user.name))
    return _back(named.appeal)


@bp.post("/appeals/<int:appeal_id>/interests")
@requires_on(queries.find_appeal, policy.may_declare)
def declare(appeal: Appeal) -> ResponseReturnValue:
    """Declare interests: none opens the record, any takes the person off the appeal."""
    form = InterestForm()
    if not form.validate_on_submit():
        return _declaration(appeal, form), 422
    try:
        declaration = operations.declare(appeal, _reader(), form.declared, form.note.data or "")
    except InvalidInput as error:
        form.note.errors = [error.message]
        return _declaration(appeal, form), 422
    if declaration.conflict:
        flash(_("Thank you. The case is off your list, and the secretariat knows."))
        return redirect(url_for("web.tasks"), 303)
    return _back(appeal)


@bp.post("/appeals/<int:appeal_id>/notes")
@requires_on(queries.find_appeal, policy.may_discuss)
def note(appeal: Appeal) -> ResponseReturnValue:
    """Say something to the others who handle it."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(appeal, note=form), 422
    operations.write_note(appeal, form.text.data or "", by=_reader())
    return _back(appeal)


@bp.post("/appeals/<int:appeal_id>/decision")
@requires_on(queries.find_appeal, policy.may_handle)
def decide(appeal: Appeal) -> ResponseReturnValue:
    """Check what was written and ask once more; with `step=record` write it, with `step=edit` go back."""
    form, step = VerdictForm(), request.form.get("step", "check")
    if step == "edit":
        return _page(appeal, verdict=form)
    if not form.validate_on_submit():
        return _page(appeal, verdict=form), 422
    verdict, reasons = AppealState(form.verdict.data), form.reasons.data or ""
    try:
        if step == "record":
            operations.decide_appeal(appeal, verdict, reasons, by=_reader())
            flash(_("The decision on the appeal is recorded and the cluster organisation is told."))
            return _back(appeal)
        operations.check_verdict(appeal, verdict, reasons)
    except InvalidInput as error:
        form.reasons.errors = [error.message]
        return _page(appeal, verdict=form), 422
    return render_template(
        "decisions/appeals/confirm_verdict.html",
        appeal=appeal,
        verdict=verdict,
        words=VERDICTS[verdict],
        reasons=reasons.strip(),
        **_case_facts(appeal.decision),
    )


@bp.get("/appeals/<int:appeal_id>/record")
@requires_on(queries.find_appeal, policy.may_handle)
def record(appeal: Appeal) -> ResponseReturnValue:
    """The whole record for the handlers: decision and report."""
    return render_template(
        "decisions/appeals/record.html",
        appeal=appeal,
        decision=appeal.decision,
        case=board_case(appeal.decision.review),
        page=report_page(appeal.decision.review),
        **_case_facts(appeal.decision),
    )


@bp.get("/appeals/<int:appeal_id>/record/<code>")
@requires_on(queries.find_place, policy.on_appeal(policy.may_handle))
def record_indicator(place: queries.Place) -> ResponseReturnValue:
    """One indicator of the record: frozen answers and evidence, and what the assessors said."""
    appeal, code = place.appeal, place.indicator.code
    case = case_of(policy.review_of(appeal))
    page = report_page(policy.review_of(appeal))
    lines = {line.code: line for dimension in page.dimensions for line in dimension.indicators}
    previous, following = neighbours(case, code)
    return render_template(
        "decisions/appeals/indicator.html",
        appeal=appeal,
        indicator=place.indicator,
        view=answer_view(case, place.indicator, None),
        offered=evidence_of(case, place.indicator),
        line=lines[code],
        previous=previous,
        following=following,
        language=case.snapshot.cluster.language,
        **_case_facts(appeal.decision),
    )


@bp.get("/appeals/<int:appeal_id>/evidence/<sha256>")
@requires_on(queries.find_offered, policy.on_appeal(policy.may_handle))
def evidence(offered: queries.Offered) -> ResponseReturnValue:
    """A file of the frozen submission."""
    return send_file(offered.evidence, inline=False)


@bp.get("/appeals/<int:appeal_id>/files/<int:revision_id>")
@requires_on(queries.find_attached, policy.on_appeal(policy.may_read))
def attachment(found: queries.Attached) -> ResponseReturnValue:
    """A file that was attached to the appeal."""
    return send_file(found.revision, inline=False)


@bp.get("/appeals/<int:appeal_id>/letter.pdf")
@requires_on(queries.find_appeal, policy.may_read_letter)
def letter(appeal: Appeal) -> ResponseReturnValue:
    """The letter that tells the decision on the appeal."""
    return Response(
        letter_file(appeal),
        mimetype="application/pdf",
        headers={"Content-Disposition": disposition(f"{reference(appeal)}.pdf", inline=True)},
    )
