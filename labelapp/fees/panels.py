"""The panel "Fees" on the start page of those who answer for a cluster organisation."""

from collections.abc import Iterator
from typing import Any

from labelapp.clusters.queries import is_cluster_person
from labelapp.fees.models import FeeState
from labelapp.fees.presentation import amount_words, state_words
from labelapp.fees.queries import fees_of_clusters, paying_clusters
from labelapp.web.tasks import Panel


def panels(user: Any) -> Iterator[Panel]:
    """The fees that are still to be paid."""
    if not is_cluster_person(user):
        return
    due = [
        fee
        for fee in fees_of_clusters(paying_clusters(user))
        if fee.state in (FeeState.OPEN, FeeState.INVOICED)
    ]
    if due:
        yield Panel("fees/panel.html", [(fee, amount_words(fee), state_words(fee)) for fee in due])
