"""The first page of a partner: the figures of its remit."""

from flask import render_template
from flask.typing import ResponseReturnValue

from labelapp.clock import today
from labelapp.consortium import words
from labelapp.consortium.dashboard import dashboard
from labelapp.consortium.policy import may_see_remit
from labelapp.consortium.remembering import memory_of
from labelapp.consortium.standing import RUNNING, State
from labelapp.consortium.views.blueprint import bp, own_partner
from labelapp.web.access import requires


@bp.get("/consortium")
@requires(may_see_remit)
def index() -> ResponseReturnValue:
    """Clusters by state, labels by level and by their end; each figure leads to the list behind it."""
    partner, day = own_partner(), today()
    found = memory_of(day).recall(("dashboard", partner.id), lambda: dashboard(partner, day))
    return render_template(
        "consortium/index.html",
        partner=partner,
        found=found,
        running=RUNNING,
        others=[state for state in State if state not in RUNNING],
        words=words,
    )
