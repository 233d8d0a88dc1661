"""The board's list and cases, and the decision as the cluster organisation reads it."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.decisions import policy
from labelapp.decisions.board.alone import check_alone, decide_alone
from labelapp.decisions.board.presentation import kind_name
from labelapp.decisions.board.queries import open_sessions
from labelapp.decisions.conditions.queries import conditions_of, conditions_to_check
from labelapp.decisions.forms import DecisionForm
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.presentation import board_case
from labelapp.decisions.queries import (
    case_by_id,
    decided_cases,
    decision_by_id,
    waiting_cases,
)
from labelapp.decisions.reading import case_page, declaration_page
from labelapp.documents.report import DecisionFacts
from labelapp.evidence.sending import disposition
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.forms import InterestForm
from labelapp.reviews.interests.changes import changes_since
from labelapp.reviews.interests.facts import signs_of
from labelapp.reviews.models import Review
from labelapp.reviews.operations import declare_interests
from labelapp.reviews.policy import has_declared_clear
from labelapp.reviews.printing import report_file, report_filename
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput

bp = Blueprint("decisions", __name__)


@bp.get("/board")
@requires(policy.may_see_board)
def board() -> ResponseReturnValue:
    """Open sessions, cases that wait for a decision, and the latest decisions."""
    return render_template(
        "decisions/board.html",
        sessions=open_sessions(),
        to_check=conditions_to_check(current_user),
        kind_name=kind_name,
        waiting=waiting_cases(current_user),
        decided=decided_cases(current_user),
        cluster_of=cluster_of,
        scheme_of=scheme_of,
    )


@bp.get("/board/cases/<int:review_id>")
@requires_on(case_by_id, policy.may_take_part)
def case(review: Review) -> ResponseReturnValue:
    """The case; before the interests are declared only whose it is, with the form to declare them."""
    if not has_declared_clear(current_user, review) or changes_since(current_user, review.submission_id):
        return declaration_page(review, current_user, InterestForm())
    return case_page(review, current_user)


@bp.post("/board/cases/<int:review_id>/interests")
@requires_on(case_by_id, policy.may_take_part)
def declare(review: Review) -> ResponseReturnValue:
    """Declare interests: none opens the case, any takes it off this person's lists."""
    form, signs = InterestForm(), signs_of(current_user, cluster_of(review))
    if not form.validate_on_submit():
        return declaration_page(review, current_user, form), 422
    try:
        declaration = declare_interests(review, current_user, form.declared, form.note.data or "", signs)
    except InvalidInput as error:
        form.note.errors = [error.message]
        return declaration_page(review, current_user, form), 422
    if declaration.conflict:
        flash(_("Thank you. The case is off your list, and the secretariat knows."))
        return redirect(url_for("decisions.board"), 303)
    return redirect(url_for("decisions.case", review_id=review.id), 303)


@bp.post("/board/cases/<int:review_id>/decision")
@requires_on(case_by_id, policy.may_decide)
def decide(review: Review) -> ResponseReturnValue:
    """Where one vote is enough: check and ask once more; with `step=record` write it, with `step=edit` go back."""
    form, step = DecisionForm(), request.form.get("step", "check")
    if step == "edit":
        return case_page(review, current_user, form)
    if not form.validate_on_submit():
        return case_page(review, current_user, form), 422
    outcome, reasons = Outcome(form.outcome.data), form.reasons.data or ""
    try:
        if step == "record":
            decision = decide_alone(review, outcome, reasons, by=current_user)
            flash(_("The decision is recorded and the cluster organisation is told."))
            return redirect(url_for("decisions.show", decision_id=decision.id), 303)
        check_alone(review, outcome, reasons)
    except InvalidInput as error:
        form.outcome.errors = [error.message]
        return case_page(review, current_user, form), 422
    return render_template(
        "decisions/confirm.html",
        case=board_case(review),
        outcome=outcome,
        reasons=reasons.strip(),
    )


@bp.get("/decisions/<int:decision_id>")
@requires_on(decision_by_id, policy.may_read_decision)
def show(decision: Decision) -> ResponseReturnValue:
    """The decision with its reasons."""
    return render_template(
        "decisions/decision.html",
        decision=decision,
        case=board_case(decision.review),
        conditions=conditions_of(decision),
    )


@bp.get("/decisions/<int:decision_id>/report.pdf")
@requires_on(decision_by_id, policy.may_read_decision)
def report(decision: Decision) -> ResponseReturnValue:
    """The assessment report with the decision on it; from now on the cluster organisation reads it too."""
    facts = DecisionFacts(decision.outcome.value, decision.decided_on, decision.reasons)
    return Response(
        report_file(decision.review, facts),
        mimetype="application/pdf",
        headers={"Content-Disposition": disposition(report_filename(decision.review), inline=True)},
    )
