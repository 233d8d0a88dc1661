"""The address of a chart: of whom, which, and in which form."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from labelapp.benchmarks.exporting.files import FORMS
from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import find_cluster


class ChartPlace(NamedTuple):
    """A chart that is asked for; whether there is one under the code shows when it is made."""

    cluster: Cluster
    code: str
    form: str


def find_chart(cluster_id: int, code: str, form: str) -> ChartPlace | None:
    """The place of an address, None without the cluster organisation or for another form."""
    cluster = find_cluster(cluster_id)
    return ChartPlace(cluster, code, form) if cluster is not None and form in FORMS else None


def on_chart(policy: Callable[[Any, Cluster], bool]) -> Callable[[Any, ChartPlace], bool]:
    """Who may read the comparison may have its charts."""

    @wraps(policy)
    def decide(user: Any, place: ChartPlace) -> bool:
        return policy(user, place.cluster)

    return decide
