"""Which self-assessments there are."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.models import Assessment
from labelapp.assessments.views import bp
from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import clusters_of, find_cluster
from labelapp.schemes.definition import Scheme
from labelapp.web.access import requires, requires_on


@dataclass(frozen=True)
class ClusterRows:
    """A cluster organisation with its self-assessments, newest first."""

    cluster: Cluster
    rows: list[tuple[Assessment, Scheme]]
    may_start: bool


@bp.get("/assessments")
@requires(policy.may_self_assess)
def index() -> ResponseReturnValue:
    """Straight to the self-assessment under way when there is one; else the list."""
    under_way = queries.open_assessments_of(current_user)
    if len(under_way) == 1:
        return redirect(url_for("assessments.show", assessment_id=under_way[0].id))
    return redirect(url_for("assessments.mine"))


@bp.get("/assessments/all")
@requires(policy.may_self_assess)
def mine() -> ResponseReturnValue:
    """The self-assessments of every team that one is in."""
    return _list(clusters_of(current_user))


@bp.get("/clusters/<int:cluster_id>/assessments")
@requires_on(find_cluster, policy.may_see_list)
def of_cluster(cluster: Cluster) -> ResponseReturnValue:
    """The self-assessments of one cluster organisation."""
    return _list([cluster])


def _list(clusters: list[Cluster]) -> ResponseReturnValue:
    found = queries.assessments_of(clusters)
    groups = [
        ClusterRows(
            cluster=cluster,
            rows=[(one, queries.scheme_of(one)) for one in found if one.cluster_id == cluster.id],
            may_start=policy.may_start(current_user, cluster),
        )
        for cluster in clusters
    ]
    return render_template("assessments/list.html", groups=groups)
