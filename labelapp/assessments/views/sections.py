"""Who does what by when."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import OPEN_STATES, scheme_of
from labelapp.assessments.together.forms import SectionForm
from labelapp.assessments.together.queries import Colleague, Section, colleagues, sections_of
from labelapp.assessments.together.sections import Wish, WrongSections, assign_sections, wish_of
from labelapp.assessments.views import bp
from labelapp.clusters.policy import may_manage_team
from labelapp.web.access import requires_on


@bp.get("/assessments/<int:assessment_id>/sections")
@requires_on(queries.find_assessment, policy.may_manage)
def sections(assessment: Assessment) -> ResponseReturnValue:
    """Give each section to a person, with a date."""
    team = colleagues(assessment)
    held = sections_of(assessment, team)
    return _page(assessment, team, _forms(assessment, team, held, posted=False), held)


@bp.post("/assessments/<int:assessment_id>/sections")
@requires_on(queries.find_assessment, policy.may_manage)
def assign(assessment: Assessment) -> ResponseReturnValue:
    """Save the sections that were changed on the page, and tell who got one."""
    team = colleagues(assessment)
    held = sections_of(assessment, team)
    forms = _forms(assessment, team, held, posted=True)
    valid = [form.validate() for form in forms.values()]
    if not all(valid):
        return _page(assessment, team, forms, held), 422
    wishes = {code: Wish(form.person.data, form.due_on.data) for code, form in forms.items()}
    seen = {code: form.shown() for code, form in forms.items()}
    try:
        changed = assign_sections(
            assessment, wishes, {code: Wish(*pair) for code, pair in seen.items()}, by=current_user
        )
    except WrongSections as error:
        for code, text in error.problems.items():
            forms[code].person.errors = [*forms[code].person.errors, text]
        return _page(assessment, team, forms, held), 422
    flash(
        ngettext("One dimension was changed.", "%(num)s dimensions were changed.", changed)
        if changed
        else _("Nothing was changed.")
    )
    return redirect(url_for("assessments.show", assessment_id=assessment.id), 303)


def _forms(
    assessment: Assessment, team: list[Colleague], held: dict[str, Section], *, posted: bool
) -> dict[str, SectionForm]:
    """A form a dimension, in one <form>: each has its code before the names of its inputs."""
    people = [(one.user_id, one.name) for one in team if one.answers]
    forms = {}
    for dimension in scheme_of(assessment).dimensions:
        stands = wish_of(held.get(dimension.code))
        forms[dimension.code] = SectionForm(
            people,
            request.form if posted else None,
            prefix=f"section-{dimension.code}",
            person=stands.user_id,
            due_on=stands.due_on,
        )
    return forms


def _page(
    assessment: Assessment,
    team: list[Colleague],
    forms: dict[str, SectionForm],
    held: dict[str, Section],
) -> str:
    for code, form in forms.items():
        stands = wish_of(held.get(code))
        form.show(stands.user_id, stands.due_on)
    scheme = scheme_of(assessment)
    return render_template(
        "assessments/sections.html",
        assessment=assessment,
        scheme=scheme,
        rows=[(dimension, forms[dimension.code]) for dimension in scheme.dimensions],
        editable=assessment.state in OPEN_STATES,
        alone=sum(one.answers for one in team) < 2,
        may_invite=may_manage_team(current_user, assessment.cluster),
    )
