"""The versions of the answers of an indicator, and bringing one back."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import history, policy, queries
from labelapp.assessments.answers import content_text
from labelapp.assessments.models import AnswerChange
from labelapp.assessments.overview import is_open
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import Clash, read_version, require_draft, restore_answer
from labelapp.assessments.views import bp
from labelapp.clusters.models import Cluster
from labelapp.web.access import requires_on


@dataclass(frozen=True)
class Version:
    """One version of the answer to one question."""

    place: Place
    change: AnswerChange

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.place.cluster


def find_version(assessment_id: int, code: str, field: str, version: int) -> Version | None:
    """A version by its address; None when there is none, or when the question cannot be answered here."""
    place = queries.find_place(assessment_id, code)
    change = history.find_change(place, field, version) if place else None
    return Version(place, change) if place and change else None


@bp.get("/assessments/<int:assessment_id>/indicators/<code>/history")
@requires_on(queries.find_place, policy.may_see)
def answer_history(place: Place) -> ResponseReturnValue:
    """Who changed which answer when, from what to what."""
    every = "every" in request.args
    return render_template(
        "assessments/history.html",
        place=place,
        histories=history.histories(place, every=every),
        every=every,
        editable=is_open(place.assessment) and policy.may_answer(current_user, place),
    )


@bp.get("/assessments/<int:assessment_id>/indicators/<code>/history/<field>/<int:version>")
@requires_on(find_version, policy.may_answer)
def ask_restore(found: Version) -> ResponseReturnValue:
    """What would be replaced by what."""
    require_draft(found.place.assessment)
    return _confirmation(found)


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/history/<field>/<int:version>")
@requires_on(find_version, policy.may_answer)
def restore(found: Version) -> ResponseReturnValue:
    """Bring a version back as a new one; ask again when the answer changed after the question was shown."""
    place, change = found.place, found.change
    require_draft(place.assessment)
    seen = read_version(request.form.get("seen"))
    outcome = restore_answer(place, change.field, change.version, seen, by=current_user)
    if isinstance(outcome, Clash):
        return _confirmation(found, changed_meanwhile=True), 409
    flash(
        _(
            "Version %(number)s is restored. The one that it replaced stays in the history.",
            number=change.version,
        )
    )
    return redirect(
        url_for(
            "assessments.answer_history",
            assessment_id=place.assessment.id,
            code=place.indicator.code,
            _anchor=f"h-{change.field}",
        ),
        303,
    )


def _confirmation(found: Version, changed_meanwhile: bool = False) -> str:
    place, change = found.place, found.change
    present = queries.given_answer(place.assessment, place.indicator.code, change.field)
    return render_template(
        "assessments/restore.html",
        place=place,
        label=history.label_of(place, change.field),
        change=change,
        wanted=content_text(place.indicator, change.field, change.content),
        present=present,
        replaced=content_text(place.indicator, change.field, present.content) if present else "",
        changed_meanwhile=changed_meanwhile,
    )
