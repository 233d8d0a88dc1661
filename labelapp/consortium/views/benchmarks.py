"""The comparisons of those clusters that agreed: one by one, and their tables as a ZIP."""

from flask import Response, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.benchmarks.exporting.places import ChartPlace, find_chart, on_chart
from labelapp.benchmarks.queries import clusters_of
from labelapp.benchmarks.views import (
    Pages,
    comparison_chart,
    comparison_file,
    comparison_page,
    comparison_report,
)
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import find_cluster
from labelapp.consortium.downloads import comparison_files
from labelapp.consortium.policy import may_read_comparison_in_remit, may_see_remit
from labelapp.consortium.remit import clusters_readable_by
from labelapp.consortium.views.blueprint import bp, own_partner
from labelapp.events.zipping import zipped
from labelapp.web.access import requires, requires_on

_BENCHMARK = Pages(
    "consortium.benchmark",
    "consortium.benchmark_file",
    "consortium.benchmark_report",
    "consortium.benchmark_chart",
)


@bp.get("/consortium/clusters/<int:cluster_id>/benchmark")
@requires_on(find_cluster, may_read_comparison_in_remit)
def benchmark(cluster: Cluster) -> ResponseReturnValue:
    """The comparison of a cluster organisation that agreed."""
    back = (url_for("consortium.clusters"), _("Our clusters"))
    return comparison_page(cluster, _BENCHMARK, _readable(), back)


@bp.get("/consortium/clusters/<int:cluster_id>/benchmark.csv")
@requires_on(find_cluster, may_read_comparison_in_remit)
def benchmark_file(cluster: Cluster) -> ResponseReturnValue:
    """The same as a table."""
    return comparison_file(cluster, _readable())


@bp.get("/consortium/clusters/<int:cluster_id>/benchmark.pdf")
@requires_on(find_cluster, may_read_comparison_in_remit)
def benchmark_report(cluster: Cluster) -> ResponseReturnValue:
    """The same as a document."""
    return comparison_report(cluster, _readable())


@bp.get("/consortium/clusters/<int:cluster_id>/benchmark/charts/<code>.<form>")
@requires_on(find_chart, on_chart(may_read_comparison_in_remit))
def benchmark_chart(place: ChartPlace) -> ResponseReturnValue:
    """One chart of it as a file."""
    return comparison_chart(place, _readable())


@bp.get("/consortium/benchmarks.zip")
@requires(may_see_remit)
def benchmark_files() -> ResponseReturnValue:
    """The tables of all that agreed, with an index that also names those that did not."""
    partner, known = own_partner(), _readable() | clusters_of(current_user)
    name = f"benchmarks-{today().isoformat()}.zip"
    return Response(
        stream_with_context(zipped(comparison_files(partner, known))),
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _readable() -> frozenset[int]:
    return clusters_readable_by(own_partner())
