"""What waits for the managers of a cluster organisation apart from the self-assessment."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.policy import roles_of
from labelapp.clusters.queries import clusters_of, legal_representative, missing_facts
from labelapp.web.tasks import Task


def tasks_of_manager(user: Any) -> Iterator[Task]:
    """Name the legal representative; complete the profile."""
    for cluster in clusters_of(user):
        if TeamRole.MANAGER in roles_of(user, cluster):
            yield from _tasks(cluster)


def missing_sentences(cluster: Cluster) -> list[str]:
    """A sentence for each fact that a complete profile would have."""
    sentences = {
        "founded_on": _("The founding date is missing."),
        "portfolios": _("No comparison portfolio is chosen."),
    }
    return [sentences[name] for name in missing_facts(cluster)]


def _tasks(cluster: Cluster) -> Iterator[Task]:
    if legal_representative(cluster) is None:
        yield Task(
            title=_("Name the legal representative"),
            detail=_(
                "%(cluster)s: this person confirms the submission. Nobody is named yet.", cluster=cluster.name
            ),
            url=url_for("clusters.team", cluster_id=cluster.id),
            action=_("Go to the team"),
        )
    if missing_facts(cluster):
        yield Task(
            title=_("Complete the profile"),
            detail=_(
                "%(cluster)s: %(sentences)s",
                cluster=cluster.name,
                sentences=" ".join(missing_sentences(cluster)),
            ),
            url=url_for("clusters.edit", cluster_id=cluster.id),
            action=_("Complete the profile"),
        )
