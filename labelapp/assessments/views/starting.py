"""Starting and cancelling a self-assessment, and its due date."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import operations, policy, queries
from labelapp.assessments.answers import money_text
from labelapp.assessments.cycle.carrying import carry_over, sources
from labelapp.assessments.forms import DueDateForm
from labelapp.assessments.models import Assessment
from labelapp.assessments.progress_lines import earlier_line
from labelapp.assessments.views import bp
from labelapp.clock import now, today
from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import find_cluster
from labelapp.extensions import schemes
from labelapp.schemes.definition import Scheme
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput


@dataclass(frozen=True)
class Start:
    """A cluster organisation that could start a self-assessment under a scheme."""

    cluster: Cluster
    scheme: Scheme


def find_start(cluster_id: int, code: str) -> Start | None:
    """The cluster organisation and the latest version of the scheme; None when either does not exist."""
    cluster = find_cluster(cluster_id)
    scheme = next((one for one in schemes().latest(today()) if one.code == code), None)
    return Start(cluster, scheme) if cluster and scheme else None


def may_start(user: Any, start: Start) -> bool:
    """Managers of the cluster organisation."""
    return policy.may_start(user, start.cluster)


@bp.get("/clusters/<int:cluster_id>/assessments/start")
@requires_on(find_cluster, policy.may_start)
def choose_scheme(cluster: Cluster) -> ResponseReturnValue:
    """Which label to go for."""
    under_way = {
        one.scheme_code: one for one in queries.assessments_of([cluster]) if one.state in queries.OPEN_STATES
    }
    return render_template(
        "assessments/choose.html",
        cluster=cluster,
        schemes=[(scheme, _fees(scheme)) for scheme in _offered()],
        under_way=under_way,
    )


def _offered() -> list[Scheme]:
    """What can be started today, the lower levels first."""
    levels = ("bronze", "silver", "gold", "none")
    return sorted(schemes().latest(today()), key=lambda scheme: levels.index(scheme.level))


def _fees(scheme: Scheme) -> list[str]:
    """What a first assessment costs, as people read it."""
    kinds = {"on_site": _("%(amount)s with a site visit"), "video": _("%(amount)s by video")}
    return [
        kinds[fee.mode] % {"amount": money_text(fee.amount, fee.currency)}
        for fee in scheme.fees
        if fee.kind == "new"
    ]


@bp.get("/clusters/<int:cluster_id>/assessments/start/<code>")
@requires_on(find_start, may_start)
def eligibility(found: Start) -> ResponseReturnValue:
    """The statements that have to hold before one starts."""
    return _eligibility(found, set())


@bp.post("/clusters/<int:cluster_id>/assessments/start/<code>")
@requires_on(find_start, may_start)
def start(found: Start) -> ResponseReturnValue:
    """Start the self-assessment, empty or from an earlier submission."""
    confirmed = set(request.form.getlist("confirmed"))
    earlier = sources(found.cluster, found.scheme)
    chosen = request.form.get("from", "")
    source = next((one for one in earlier if str(one.submission.id) == chosen), None)
    try:
        assessment = operations.start_assessment(found.cluster, found.scheme, confirmed, by=current_user)
    except InvalidInput as error:
        return _eligibility(found, confirmed, error.message, chosen), 422
    if source:
        carry_over(assessment, source, by=current_user)
    return redirect(url_for("assessments.show", assessment_id=assessment.id), 303)


def _eligibility(found: Start, confirmed: set[str], refusal: str = "", chosen: str | None = None) -> str:
    earlier = sources(found.cluster, found.scheme)
    if chosen is None and earlier:
        chosen = str(earlier[0].submission.id)
    return render_template(
        "assessments/start.html",
        cluster=found.cluster,
        scheme=found.scheme,
        confirmed=confirmed,
        refusal=refusal,
        sources=earlier,
        earlier=earlier_line(found.cluster, found.scheme, now()),
        chosen=chosen or "",
        open_statements=[one for one in found.scheme.eligibility if one.code not in confirmed],
    )


@bp.get("/assessments/<int:assessment_id>/cancel")
@requires_on(queries.find_assessment, policy.may_manage)
def cancel(assessment: Assessment) -> ResponseReturnValue:
    """Ask before a draft is ended for good."""
    return render_template(
        "assessments/cancel.html", assessment=assessment, scheme=queries.scheme_of(assessment)
    )


@bp.post("/assessments/<int:assessment_id>/cancel")
@requires_on(queries.find_assessment, policy.may_manage)
def cancel_confirmed(assessment: Assessment) -> ResponseReturnValue:
    """End the draft."""
    operations.cancel_assessment(assessment, by=current_user)
    flash(_("The self-assessment was cancelled. Its answers can still be read."))
    return redirect(url_for("assessments.of_cluster", cluster_id=assessment.cluster_id), 303)


@bp.route("/assessments/<int:assessment_id>/due-date", methods=["GET", "POST"])
@requires_on(queries.find_assessment, policy.may_set_due_date)
def due_date(assessment: Assessment) -> ResponseReturnValue:
    """The secretariat sets until when the self-assessment is to be submitted."""
    form = DueDateForm(due_on=assessment.due_on)
    if form.validate_on_submit():
        try:
            operations.set_due_date(assessment, form.due_on.data, by=current_user)
        except InvalidInput as error:
            form.due_on.errors = [error.message]
        else:
            flash(_("The date was saved."))
            return redirect(url_for("assessments.show", assessment_id=assessment.id), 303)
    page = render_template(
        "assessments/due_date.html",
        assessment=assessment,
        scheme=queries.scheme_of(assessment),
        form=form,
    )
    return (page, 422) if form.errors else page
