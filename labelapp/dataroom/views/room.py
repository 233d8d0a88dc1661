"""The data room as a whole, and where each figure comes from."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import func

from labelapp.clock import today
from labelapp.clusters.choosing import go_to_own
from labelapp.clusters.models import Cluster
from labelapp.clusters.policy import roles_of
from labelapp.clusters.queries import find_cluster, is_cluster_person
from labelapp.dataroom import policy, queries
from labelapp.dataroom.figures import RULES, figures_of, source_query
from labelapp.dataroom.kinds import KINDS
from labelapp.dataroom.presentation import (
    RULE_TEXTS,
    cell_text,
    figure_name,
    figure_parts,
    figure_text,
    rows_text,
)
from labelapp.dataroom.views import bp
from labelapp.web.access import requires, requires_on
from labelapp.web.paging import read_page, read_position


@dataclass(frozen=True)
class Source:
    """A figure of one data room."""

    cluster: Cluster
    code: str


def find_source(cluster_id: int, figure: str) -> Source | None:
    """A figure by its address; None when there is none of this name."""
    cluster = find_cluster(cluster_id) if figure in RULES else None
    return Source(cluster, figure) if cluster else None


@bp.get("/data-room")
@requires(is_cluster_person)
def mine() -> ResponseReturnValue:
    """The data room of one's own cluster organisation."""
    return go_to_own("dataroom.overview", _("Whose data room?"))


@bp.get("/clusters/<int:cluster_id>/data-room")
@requires_on(find_cluster, policy.may_read_room)
def overview(cluster: Cluster) -> ResponseReturnValue:
    """All lists with the figures that come of them today."""
    figures = figures_of(cluster, today())
    numbers = queries.counts(cluster)
    lists = [
        (
            kind,
            numbers[kind.code],
            [one for one in figures.values() if RULES[one.code].kind.code == kind.code],
        )
        for kind in KINDS.values()
    ]
    return render_template(
        "dataroom/overview.html",
        cluster=cluster,
        lists=lists,
        today=today(),
        name=figure_name,
        text=figure_text,
        may_write=bool(roles_of(current_user, cluster) & policy.WRITING),
    )


@bp.get("/clusters/<int:cluster_id>/data-room/figures/<figure>")
@requires_on(find_source, policy.may_read_facts)
def figure(source: Source) -> ResponseReturnValue:
    """The very rows that a figure is counted from, and how they add up."""
    on = _day(request.args.get("on", ""))
    kind = RULES[source.code].kind
    page = read_page(
        source_query(source.cluster, source.code, on),
        func.lower(kind.model.name),
        kind.model.id.expression,
        read_position(request.args.get("at")),
        size=100,
    )
    found = figures_of(source.cluster, on).get(source.code)
    return render_template(
        "dataroom/figure.html",
        cluster=source.cluster,
        code=source.code,
        on=on,
        kind=kind,
        page=page,
        figure=found,
        parts=figure_parts(found) if found else [],
        value=figure_text(found) if found else "–",
        counted=rows_text(source.code, found.rows if found else 0),
        name=figure_name(source.code),
        rule=RULE_TEXTS[source.code],
        cell_text=cell_text,
    )


def _day(text: str) -> date:
    """The day in an address; today for anything that is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today()
    return day if 1900 <= day.year <= 2200 else today()
