"""Pages of the path to the label and of the plan."""

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import assessments_of, find_assessment
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import find_cluster
from labelapp.plans import operations, policy, queries
from labelapp.plans.forms import ItemForm
from labelapp.plans.models import PlanItem
from labelapp.plans.presentation import ItemLine, effort_name, item_line, lines_of, planned_for, state_name
from labelapp.plans.standing import Standing, next_step, standing_of
from labelapp.reviews.comparison import reason_text
from labelapp.schemes.improvement import Effort, Step
from labelapp.schemes.results import Reason
from labelapp.web import charts
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput

bp = Blueprint("plans", __name__)


@bp.context_processor
def _names() -> dict[str, object]:
    return {"effort_name": effort_name, "state_name": state_name, "today": today()}


@bp.get("/assessments/<int:assessment_id>/path")
@requires_on(find_assessment, policy.may_see_path)
def path(assessment: Assessment) -> ResponseReturnValue:
    """Where the label is from here, and the plan of the team."""
    standing = standing_of(assessment, today())
    planned = planned_for(standing.whole.scheme, queries.items_of(assessment.cluster))
    plans = [
        (kind, plan, lines_of(standing, plan, planned))
        for kind, plan in (("fewest", standing.path.fewest), ("cheapest", standing.path.cheapest))
        if plan is not None and plan.steps
    ]
    if len(plans) == 2 and plans[0][1] == plans[1][1]:
        plans = [("both", *plans[0][1:])]
    return render_template(
        "plans/path.html",
        standing=standing,
        whole=standing.whole,
        chart=_chart(standing),
        dimensions=_dimensions(standing),
        rules=_rules(standing.result.reasons),
        plans=plans,
        items=[item_line(one, assessment.cluster, today(), standing.result) for one in planned.values()],
        may_plan=policy.may_plan(current_user, assessment),
    )


def _chart(standing: Standing) -> charts.RuleChart | None:
    total = standing.result.total
    if total.max <= 0:
        return None
    return charts.rule(total.points, total.reachable - total.points, total.max, standing.path.needed)


def _dimensions(standing: Standing) -> list[tuple[str, str, charts.Bar]]:
    results = standing.result.dimensions
    largest = max(one.max for one in results.values())
    return [
        (
            one.code,
            one.name,
            charts.dimension_bar(
                results[one.code].points,
                results[one.code].reachable - results[one.code].points,
                results[one.code].max,
                largest,
            ),
        )
        for one in standing.whole.scheme.dimensions
        if results[one.code].max > 0
    ]


def _rules(reasons: Iterable[Reason]) -> list[tuple[str, str]]:
    """Why the label cannot be had yet: what fails before what is open and what holds."""
    order = {False: 0, None: 1, True: 2}
    states = {False: "bad", None: "open", True: "good"}
    ranked = sorted(reasons, key=lambda one: (order[one.holds], one.code != "minimum_not_met"))
    return [
        (states[one.holds], reason_text(one.message, one.params).replace(" %", "\N{NO-BREAK SPACE}%"))
        for one in ranked
    ]


@bp.post("/assessments/<int:assessment_id>/path/plan")
@requires_on(find_assessment, policy.may_plan)
def adopt(assessment: Assessment) -> ResponseReturnValue:
    """Take a whole plan, one improvement of it, or the next step of an indicator into the team's plan."""
    standing = standing_of(assessment, today())
    steps = _chosen(standing, request.form.get("plan", ""), request.form.get("indicator"))
    if not steps:
        raise InvalidInput(_("The answers have changed meanwhile. Reload the page and choose again."))
    count = operations.adopt(standing, steps, current_user)
    flash(
        ngettext("One improvement is in your plan.", "%(num)s improvements are in your plan.", count)
        if count
        else _("All of this is in your plan already.")
    )
    return redirect(url_for("plans.path", assessment_id=assessment.id, _anchor="plan"), 303)


def _chosen(standing: Standing, plan: str, code: str | None) -> list[Step]:
    if plan == "next":
        step = next_step(standing, code or "")
        return [step] if step else []
    offered = {"fewest": standing.path.fewest, "cheapest": standing.path.cheapest}
    chosen = offered.get(plan)
    return [one for one in chosen.steps if code in (None, one.code)] if chosen else []


@bp.get("/assessments/<int:assessment_id>/path/efforts")
@requires_on(find_assessment, policy.may_plan)
def efforts(assessment: Assessment) -> ResponseReturnValue:
    """What one level more of each indicator takes."""
    standing = standing_of(assessment, today())
    return render_template(
        "plans/efforts.html",
        standing=standing,
        whole=standing.whole,
        choices=[(effort, effort_name(effort)) for effort in Effort],
    )


@bp.post("/assessments/<int:assessment_id>/path/efforts")
@requires_on(find_assessment, policy.may_plan)
def save_efforts(assessment: Assessment) -> ResponseReturnValue:
    """Keep the efforts of this self-assessment and show the new path."""
    known = {effort.value: effort for effort in Effort}
    scheme = standing_of(assessment, today()).whole.scheme
    said = {code: known.get(request.form.get(f"effort.{code}", "")) for code in scheme.indicators}
    operations.set_efforts(
        assessment, {code: effort for code, effort in said.items() if effort is not None}, current_user
    )
    flash(_("The efforts are saved. The path follows them."))
    return redirect(url_for("plans.path", assessment_id=assessment.id), 303)


@bp.get("/clusters/<int:cluster_id>/plan")
@requires_on(find_cluster, policy.may_see_plan)
def plan(cluster: Cluster) -> ResponseReturnValue:
    """The whole plan of a cluster organisation, whatever label it was made for."""
    items = queries.items_of(cluster)
    found = assessments_of([cluster])
    latest = standing_of(found[0], today()) if found else None
    return render_template(
        "plans/plan.html", cluster=cluster, items=_lines(cluster, items, latest), latest=latest
    )


def _lines(cluster: Cluster, items: list[PlanItem], latest: Standing | None) -> list[ItemLine]:
    """The lines of a plan; the latest self-assessment says what is reached of that which it asks."""
    asked = planned_for(latest.whole.scheme, items).values() if latest else ()
    return [
        item_line(one, cluster, today(), latest.result if latest and one in asked else None) for one in items
    ]


@bp.get("/plan/<int:item_id>")
@requires_on(queries.find_item, policy.may_see_path)
def item(found: PlanItem) -> ResponseReturnValue:
    """One improvement: who, until when, how far."""
    return _item_page(found, ItemForm(found))


def _item_page(found: PlanItem, form: ItemForm) -> str:
    return render_template(
        "plans/item.html",
        line=item_line(found, found.cluster, today()),
        form=form,
        may_plan=policy.may_plan(current_user, found),
    )


@bp.post("/plan/<int:item_id>")
@requires_on(queries.find_item, policy.may_plan)
def save_item(found: PlanItem) -> ResponseReturnValue:
    """Keep who does it, until when, how far it is and the note."""
    form = ItemForm(found)
    if not form.validate():
        return _item_page(found, form), 422
    operations.change_item(found, form.details(), current_user)
    flash(_("The plan is saved."))
    return redirect(url_for("plans.plan", cluster_id=found.cluster_id), 303)


@bp.route("/plan/<int:item_id>/remove", methods=["GET", "POST"])
@requires_on(queries.find_item, policy.may_plan)
def remove(found: PlanItem) -> ResponseReturnValue:
    """Take an improvement out of the plan, after asking."""
    if request.method == "GET":
        return render_template("plans/remove.html", line=item_line(found, found.cluster, today()))
    operations.remove_item(found, current_user)
    flash(_("The improvement is no longer in the plan."))
    return redirect(url_for("plans.plan", cluster_id=found.cluster_id), 303)
