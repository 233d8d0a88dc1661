"""Pages of the self-test. The answers travel in the form and back in the page; only the browser keeps them."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from labelapp.assessments import policy
from labelapp.assessments.models import Assessment
from labelapp.assessments.operations import start_assessment
from labelapp.assessments.queries import OPEN_STATES, assessments_of
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import clusters_of, find_cluster
from labelapp.extensions import schemes, settings
from labelapp.schemes.definition import Scheme
from labelapp.schemes.self_test import questions, self_test_result
from labelapp.selftests.bringing_over import BroughtOver, bring_over
from labelapp.selftests.presentation import chart_of, dimension_rows, lines_of
from labelapp.selftests.questionnaire import Posted, read_form, views
from labelapp.web.access import public, requires_on
from labelapp.web.errors import InvalidInput

bp = Blueprint("selftests", __name__)
_LEVELS = ("bronze", "silver", "gold", "none")
# A filled form has about two kilobytes.
_LARGEST_FORM = 64 * 1024


def offered() -> list[Scheme]:
    """The schemes in force that have a self-test, the lower levels first."""
    found = [scheme for scheme in schemes().latest(today()) if scheme.self_test]
    return sorted(found, key=lambda scheme: _LEVELS.index(scheme.level))


def _find(code: str) -> Scheme:
    scheme = next((one for one in offered() if one.code == code), None)
    if scheme is None:
        abort(404)
    return scheme


@bp.get("/self-test")
@public
def index() -> ResponseReturnValue:
    """Which label to try."""
    return render_template(
        "selftests/index.html", schemes=[(scheme, len(questions(scheme))) for scheme in offered()]
    )


@bp.get("/self-test/<code>")
@public
def form(code: str) -> ResponseReturnValue:
    """The questions."""
    return _questions(_find(code), Posted())


def _questions(scheme: Scheme, posted: Posted) -> str:
    return render_template("selftests/form.html", scheme=scheme, questions=views(scheme, posted))


@bp.post("/self-test/<code>")
@public
def result(code: str) -> ResponseReturnValue:
    """What the posted answers come to; with `edit` the questions again. Stores nothing."""
    scheme = _find(code)
    request.max_content_length = _LARGEST_FORM
    posted = read_form(scheme, request.form)
    if posted.errors or "edit" in request.form:
        return _questions(scheme, posted), 422 if posted.errors else 200
    found = self_test_result(scheme, posted.answers, posted.levels, today())
    return render_template(
        "selftests/result.html",
        scheme=scheme,
        posted=posted,
        found=found,
        chart=chart_of(found),
        dimensions=dimension_rows(scheme, found),
        lines=lines_of(scheme, posted, found),
        clusters=[one for one in clusters_of(current_user) if policy.may_start(current_user, one)],
        contact=settings().mail_from,
    )


@dataclass(frozen=True)
class Target:
    """A cluster organisation whose self-assessment under a scheme takes the answers; it may have to be started."""

    cluster: Cluster
    scheme: Scheme
    draft: Assessment | None


def find_target(cluster_id: int, code: str) -> Target | None:
    """Cluster organisation and scheme; None when either does not exist."""
    cluster = find_cluster(cluster_id)
    scheme = next((one for one in offered() if one.code == code), None)
    if cluster is None or scheme is None:
        return None
    under_way = [one for one in assessments_of([cluster]) if one.state in OPEN_STATES]
    draft = next((one for one in under_way if one.scheme_code == code), None)
    return Target(cluster, scheme, draft)


def may_bring_over(user: Any, target: Target) -> bool:
    """Managers, who may start a self-assessment."""
    return policy.may_start(user, target.cluster)


@bp.post("/self-test/<code>/clusters/<int:cluster_id>")
@requires_on(find_target, may_bring_over)
def bring(target: Target) -> ResponseReturnValue:
    """Bring the answers into the draft; where there is none, ask for the statements of eligibility and start one."""
    request.max_content_length = _LARGEST_FORM
    posted = read_form(target.scheme, request.form)
    draft = target.draft
    if draft is None:
        confirmed = set(request.form.getlist("confirmed"))
        if "start" not in request.form:
            return _eligibility(target, posted, confirmed)
        try:
            draft = start_assessment(target.cluster, target.scheme, confirmed, by=current_user)
        except InvalidInput as error:
            return _eligibility(target, posted, confirmed, error.message), 422
    flash(_said(bring_over(draft, posted, current_user)))
    return redirect(url_for("assessments.show", assessment_id=draft.id), 303)


def _eligibility(target: Target, posted: Posted, confirmed: set[str], refusal: str = "") -> str:
    return render_template(
        "selftests/start.html", target=target, posted=posted, confirmed=confirmed, refusal=refusal
    )


def _said(brought: BroughtOver) -> str:
    sentences = [
        ngettext(
            "One answer of the self-test was brought over.",
            "%(num)s answers of the self-test were brought over.",
            brought.taken,
        )
    ]
    if brought.to_confirm:
        sentences.append(
            ngettext(
                "One of them follows from a level only: confirm it.",
                "%(num)s of them follow from a level only: confirm them.",
                brought.to_confirm,
            )
        )
    if brought.left:
        sentences.append(
            _("The questionnaire asks for figures in: %(codes)s.", codes=", ".join(brought.left))
        )
    return " ".join(str(one) for one in sentences)
