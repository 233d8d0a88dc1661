"""The pages of conditions: the secretariat's list, and one condition for holder and checker."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.clock import today
from labelapp.decisions.conditions import policy
from labelapp.decisions.conditions.forms import AnswerForm, JudgementForm
from labelapp.decisions.conditions.models import AwardCondition, ShownFile, StepKind
from labelapp.decisions.conditions.operations import RUNNING, answer_condition, judge_condition
from labelapp.decisions.conditions.queries import (
    condition_by_id,
    file_of_condition,
    is_overdue,
    running_conditions,
)
from labelapp.evidence.sending import send_file
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput

bp = Blueprint("conditions", __name__)


@bp.get("/conditions")
@requires(policy.may_see_conditions)
def index() -> ResponseReturnValue:
    """Conditions that are not settled, the most urgent first."""
    return render_template(
        "decisions/conditions/list.html",
        conditions=running_conditions(current_user),
        today=today(),
        is_overdue=is_overdue,
        cluster_of=cluster_of,
        scheme_of=scheme_of,
    )


@bp.get("/conditions/<int:condition_id>")
@requires_on(condition_by_id, policy.may_read_condition)
def show(condition: AwardCondition) -> ResponseReturnValue:
    """A condition with all that happened to it, and what this reader can do now."""
    return _page(condition)


@bp.post("/conditions/<int:condition_id>/answer")
@requires_on(condition_by_id, policy.may_answer_condition)
def answer(condition: AwardCondition) -> ResponseReturnValue:
    """The holder says how the condition is met."""
    form = AnswerForm(cluster_of(condition.decision.review))
    if not form.validate_on_submit():
        return _page(condition, answering=form), 422
    answer_condition(condition, form.text.data or "", form.chosen, by=current_user)
    flash(_("Your answer is sent."))
    return redirect(url_for("conditions.show", condition_id=condition.id), 303)


@bp.post("/conditions/<int:condition_id>/judgement")
@requires_on(condition_by_id, policy.may_check)
def judge(condition: AwardCondition) -> ResponseReturnValue:
    """Say whether the condition is fulfilled, or give more time."""
    form = JudgementForm()
    if not form.validate_on_submit():
        return _page(condition, judging=form), 422
    try:
        judge_condition(
            condition, StepKind(form.kind.data), form.reason.data or "", current_user, form.due_on.data
        )
    except InvalidInput as error:
        form.due_on.errors = [error.message]
        return _page(condition, judging=form), 422
    flash(_("The holder of the label is told."))
    return redirect(url_for("conditions.show", condition_id=condition.id), 303)


@bp.get("/conditions/<int:condition_id>/files/<int:revision_id>")
@requires_on(file_of_condition, policy.may_read_shown)
def file(place: ShownFile) -> ResponseReturnValue:
    """A file that the holder showed."""
    return send_file(place.revision, inline=True)


def _page(
    condition: AwardCondition, answering: AnswerForm | None = None, judging: JudgementForm | None = None
) -> str:
    review = condition.decision.review
    running = condition.state in RUNNING
    if running and answering is None and policy.may_answer_condition(current_user, condition):
        answering = AnswerForm(cluster_of(review))
    if running and judging is None and policy.may_check(current_user, condition):
        judging = JudgementForm()
    return render_template(
        "decisions/conditions/condition.html",
        condition=condition,
        cluster=cluster_of(review),
        scheme=scheme_of(review),
        answering=answering,
        judging=judging,
        overdue=is_overdue(condition, today()),
        today=today(),
    )
