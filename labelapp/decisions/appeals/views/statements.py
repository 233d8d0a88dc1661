"""The handlers ask somebody who knows the case, who reads the grounds of the appeal and answers."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.accounts.queries import find_person
from labelapp.decisions.appeals import policy, presentation, queries, statements
from labelapp.decisions.appeals.forms import StatementForm
from labelapp.decisions.appeals.models import Appeal, AppealState, AppealStatement
from labelapp.decisions.appeals.views.blueprint import back_to, bp, case_facts, reader
from labelapp.decisions.appeals.views.handling import page, question_form
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput


@bp.post("/appeals/<int:appeal_id>/statements")
@requires_on(queries.find_appeal, policy.may_handle)
def ask(appeal: Appeal) -> ResponseReturnValue:
    """Ask for a statement."""
    form = question_form(appeal)
    if not form.validate_on_submit():
        return page(appeal, question=form), 422
    person = find_person(form.whom.data) if form.whom.data else None
    try:
        asked = statements.ask_for_statement(appeal, person, form.question.data or "", by=reader())
    except InvalidInput as error:
        form.question.errors = [error.message]
        return page(appeal, question=form), 422
    flash(_("%(name)s is asked by mail.", name=presentation.asked_name(asked)))
    return back_to(appeal)


@bp.get("/appeals/statements/<int:statement_id>")
@requires_on(queries.find_statement, policy.may_state)
def statement(asked: AppealStatement) -> ResponseReturnValue:
    """What one is asked, with the grounds of the appeal."""
    return _page(asked, StatementForm())


@bp.post("/appeals/statements/<int:statement_id>")
@requires_on(queries.find_statement, policy.may_state)
def answer(asked: AppealStatement) -> ResponseReturnValue:
    """Answer it."""
    form = StatementForm()
    if not form.validate_on_submit():
        return _page(asked, form), 422
    statements.give_statement(asked, form.text.data or "", by=reader())
    flash(_("Your statement is sent."))
    return redirect(url_for("appeals.statement", statement_id=asked.id), 303)


def _page(asked: AppealStatement, form: StatementForm) -> str:
    return render_template(
        "decisions/appeals/statement.html",
        statement=asked,
        appeal=asked.appeal,
        words=presentation,
        form=form,
        writable=asked.given_at is None and asked.appeal.state is AppealState.FILED,
        **case_facts(asked.appeal.decision),
    )
