"""Moving a draft to the version of its scheme that is in force."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.answers import content_text
from labelapp.assessments.cycle import moving
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import Given
from labelapp.assessments.views import bp
from labelapp.schemes.answers import NOT_APPLICABLE
from labelapp.schemes.definition import Scheme
from labelapp.web.access import requires_on
from labelapp.web.errors import DomainError
from labelapp.web.locale import scheme_text


@bp.get("/assessments/<int:assessment_id>/version")
@requires_on(queries.find_assessment, policy.may_manage)
def move(assessment: Assessment) -> ResponseReturnValue:
    """What a move would keep, ask again, add and drop, and what it does to the points."""
    newer = moving.newer_version(assessment)
    if newer is None:
        raise DomainError(_("There is no newer version to which this self-assessment could move."))
    plan = moving.plan_move(assessment, newer)
    return render_template(
        "assessments/move.html",
        assessment=assessment,
        plan=plan,
        to_confirm=[_line(plan.new, one) for one in plan.to_confirm],
        dropped=[_line(plan.old, one) for one in plan.dropped],
        kept=[_line(plan.new, one) for one in plan.kept],
    )


def _line(scheme: Scheme, given: Given) -> tuple[str, str, str]:
    """Indicator, question and answer as people read them."""
    indicator = scheme.indicators[given.indicator]
    label = _("Does not apply") if given.field == NOT_APPLICABLE else indicator.field(given.field).label
    name = f"{indicator.code} {scheme_text(indicator.name)}"
    return name, scheme_text(str(label)), content_text(indicator, given.field, given.content)


@bp.post("/assessments/<int:assessment_id>/version")
@requires_on(queries.find_assessment, policy.may_manage)
def move_confirmed(assessment: Assessment) -> ResponseReturnValue:
    """Move to the version that the preview showed."""
    plan = moving.move_assessment(assessment, request.form.get("version", ""), by=current_user)
    flash(_("The self-assessment has version %(version)s of the scheme now.", version=plan.new.version))
    return redirect(url_for("assessments.show", assessment_id=assessment.id), 303)
