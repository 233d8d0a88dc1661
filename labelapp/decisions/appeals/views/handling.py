"""The secretariat's list, the page of an appeal, and what its officer and its handlers do there."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.accounts.queries import find_person
from labelapp.decisions.appeals import operations, policy, presentation, queries
from labelapp.decisions.appeals.forms import (
    VERDICTS,
    ChargeForm,
    HandlerForm,
    NoteForm,
    QuestionForm,
    VerdictForm,
)
from labelapp.decisions.appeals.models import Appeal, AppealState
from labelapp.decisions.appeals.notices import reference
from labelapp.decisions.appeals.statements import people_to_ask
from labelapp.decisions.appeals.views.blueprint import back_to, bp, case_facts, reader
from labelapp.reviews.forms import InterestForm
from labelapp.reviews.interests.changes import changes_since
from labelapp.reviews.interests.facts import signs_of
from labelapp.reviews.interests.words import change_texts, sign_question
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.paging import read_position


@bp.get("/appeals")
@requires(policy.may_see_appeals)
def index() -> ResponseReturnValue:
    """The secretariat's list."""
    page = queries.appeals_of_secretariat(reader(), read_position(request.args.get("at")))
    return render_template(
        "decisions/appeals/index.html", page=page, words=presentation, policy=policy, reference=reference
    )


@bp.get("/appeals/<int:appeal_id>")
@requires_on(queries.find_appeal, policy.may_open)
def show(appeal: Appeal) -> ResponseReturnValue:
    """The appeal as its reader may see it; handlers and officers first declare interests."""
    if _has_to_declare(appeal):
        return _declaration(appeal, InterestForm())
    return page(appeal)


def _has_to_declare(appeal: Appeal) -> bool:
    """Who has not declared, or declared before the people on the case changed."""
    user = reader()
    if not policy.may_declare(user, appeal):
        return False
    changed = changes_since(user, policy.review_of(appeal).submission_id)
    return bool(changed) or not policy.may_read(user, appeal)


def page(appeal: Appeal, **forms: Any) -> str:
    """The page with the forms as they were filled in."""
    user = reader()
    handles = policy.may_handle(user, appeal)
    asks = handles and appeal.state is AppealState.FILED
    manages = policy.may_manage(user, appeal) and appeal.state is AppealState.FILED
    discusses = policy.may_discuss(user, appeal)
    return render_template(
        "decisions/appeals/show.html",
        appeal=appeal,
        decision=appeal.decision,
        reference=reference(appeal),
        words=presentation,
        oversees=policy.may_oversee(user, appeal),
        handles=handles,
        asks=asks,
        manages=manages,
        discusses=discusses,
        withdraws=policy.may_withdraw(user, appeal) and appeal.state is AppealState.FILED,
        worked_on=policy.may_oversee(user, appeal) and queries.worked_on(user, appeal.decision),
        people=queries.choices_for(appeal) if manages else [],
        charge_form=forms.get("charge") or ChargeForm(formdata=None),
        handler_form=forms.get("handler") or HandlerForm(formdata=None),
        note_form=forms.get("note") or NoteForm(formdata=None),
        question_form=forms.get("question") or question_form(appeal, blank=True),
        verdict_form=forms.get("verdict") or VerdictForm(formdata=None),
        **case_facts(appeal.decision),
    )


def question_form(appeal: Appeal, blank: bool = False) -> QuestionForm:
    """The form to ask somebody who knows the case."""
    form = QuestionForm(formdata=None) if blank else QuestionForm()
    form.offer(people_to_ask(appeal))
    return form


def _declaration(appeal: Appeal, form: InterestForm) -> str:
    facts = case_facts(appeal.decision)
    return render_template(
        "decisions/appeals/interests.html",
        appeal=appeal,
        form=form,
        signs=[sign_question(sign) for sign in signs_of(reader(), facts["cluster"])],
        changes=change_texts(changes_since(reader(), policy.review_of(appeal).submission_id)),
        **facts,
    )


@bp.post("/appeals/<int:appeal_id>/charge")
@requires_on(queries.find_appeal, policy.may_oversee)
def take_charge(appeal: Appeal) -> ResponseReturnValue:
    """Become the officer in charge."""
    form = ChargeForm()
    if form.validate_on_submit():
        try:
            operations.take_charge(appeal, reader(), form.statement.data or "")
        except InvalidInput as error:
            form.statement.errors = [error.message]
        else:
            flash(_("You are in charge of this appeal."))
            return back_to(appeal)
    return page(appeal, charge=form), 422


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
            operations.name_handler(appeal, person, by=reader())
        except InvalidInput as error:
            form.person.errors = [error.message]
        else:
            flash(_("%(name)s is asked by mail to declare their interests.", name=person.name))
            return back_to(appeal)
    return page(appeal, handler=form), 422


@bp.post("/appeals/<int:appeal_id>/handlers/<int:handler_id>/end")
@requires_on(queries.find_named, policy.on_appeal(policy.may_manage))
def end_handler(named: queries.Named) -> ResponseReturnValue:
    """Take a person off the appeal."""
    operations.end_handler(named.handler, named.appeal, by=reader())
    flash(_("%(name)s does not handle this appeal any more.", name=named.handler.user.name))
    return back_to(named.appeal)


@bp.post("/appeals/<int:appeal_id>/interests")
@requires_on(queries.find_appeal, policy.may_declare)
def declare(appeal: Appeal) -> ResponseReturnValue:
    """Declare interests: none opens the record, any takes the person off the appeal."""
    form, signs = InterestForm(), signs_of(reader(), policy.cluster_behind(appeal))
    if not form.validate_on_submit():
        return _declaration(appeal, form), 422
    try:
        declaration = operations.declare(appeal, reader(), form.declared, form.note.data or "", signs)
    except InvalidInput as error:
        form.note.errors = [error.message]
        return _declaration(appeal, form), 422
    if declaration.conflict:
        flash(_("Thank you. The case is off your list, and the secretariat knows."))
        return redirect(url_for("web.tasks"), 303)
    return back_to(appeal)


@bp.post("/appeals/<int:appeal_id>/notes")
@requires_on(queries.find_appeal, policy.may_discuss)
def note(appeal: Appeal) -> ResponseReturnValue:
    """Say something to the others who handle it."""
    form = NoteForm()
    if not form.validate_on_submit():
        return page(appeal, note=form), 422
    operations.write_note(appeal, form.text.data or "", by=reader())
    return back_to(appeal)


@bp.post("/appeals/<int:appeal_id>/decision")
@requires_on(queries.find_appeal, policy.may_handle)
def decide(appeal: Appeal) -> ResponseReturnValue:
    """Check what was written and ask once more; with `step=record` write it, with `step=edit` go back."""
    form, step = VerdictForm(), request.form.get("step", "check")
    if step == "edit":
        return page(appeal, verdict=form)
    if not form.validate_on_submit():
        return page(appeal, verdict=form), 422
    verdict, reasons = AppealState(form.verdict.data), form.reasons.data or ""
    try:
        if step == "record":
            operations.decide_appeal(appeal, verdict, reasons, by=reader())
            flash(_("The decision on the appeal is recorded and the cluster organisation is told."))
            return back_to(appeal)
        operations.check_verdict(appeal, verdict, reasons)
    except InvalidInput as error:
        form.reasons.errors = [error.message]
        return page(appeal, verdict=form), 422
    return render_template(
        "decisions/appeals/confirm_verdict.html",
        appeal=appeal,
        verdict=verdict,
        words=VERDICTS[verdict],
        reasons=reasons.strip(),
        **case_facts(appeal.decision),
    )
