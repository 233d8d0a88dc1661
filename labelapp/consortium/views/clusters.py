"""The clusters of a remit and where they stand, as a list and as a table."""

from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from labelapp.clock import today
from labelapp.consortium import standing, words
from labelapp.consortium.models import Partner
from labelapp.consortium.policy import may_see_remit
from labelapp.consortium.remembering import memory_of
from labelapp.consortium.remit import countries_in_remit
from labelapp.consortium.standing import ClusterRequest, State
from labelapp.consortium.views.blueprint import (
    asked_of,
    asked_programme,
    asked_text,
    bp,
    choices_of,
    own_partner,
)
from labelapp.web.access import requires
from labelapp.web.paging import read_position


@bp.get("/consortium/clusters")
@requires(may_see_remit)
def clusters() -> ResponseReturnValue:
    """The clusters of the remit by name, narrowed to a state, a country or a programme."""
    partner, day = own_partner(), today()
    asked = _asked(partner)
    key = ("clusters", partner.id, replace(asked, position=None))
    page = standing.standings(partner, asked, day)
    arguments: dict[str, Any] = {
        "search": asked.search or None,
        "country": asked.country or None,
        "programme": asked.programme,
        "state": asked.state.value if asked.state else None,
    }
    return render_template(
        "consortium/clusters.html",
        partner=partner,
        asked=asked,
        page=page,
        count=memory_of(day).recall(key, lambda: standing.count_standings(partner, asked, day)),
        states=list(State),
        words=words,
        before_url=url_for("consortium.clusters", **arguments, at=page.before) if page.before else "",
        after_url=url_for("consortium.clusters", **arguments, at=page.after) if page.after else "",
        **choices_of(partner),
    )


def _asked(partner: Partner) -> ClusterRequest:
    state = asked_of("state", list(State))
    return ClusterRequest(
        search=asked_text("search"),
        country=asked_of("country", countries_in_remit(partner)),
        programme=asked_programme(partner),
        state=State(state) if state else None,
        position=read_position(request.args.get("at")),
    )
