"""A decision that was put off, as the cluster organisation reads it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from labelapp.decisions.board import policy
from labelapp.decisions.board.models import Deferral
from labelapp.decisions.board.queries import deferral_by_id
from labelapp.decisions.board.views.blueprint import bp
from labelapp.decisions.queries import decision_on
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.web.access import requires_on


@bp.get("/deferrals/<int:deferral_id>")
@requires_on(deferral_by_id, policy.may_read_deferral)
def deferral(deferral: Deferral) -> ResponseReturnValue:
    """What is missing, until when, and why; with a link to the decision once there is one."""
    return render_template(
        "decisions/board/deferral.html",
        deferral=deferral,
        cluster=cluster_of(deferral.review),
        scheme=scheme_of(deferral.review),
        decision=decision_on(deferral.review),
    )
