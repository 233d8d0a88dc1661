"""Who may do what with the documents of a cluster organisation.

Assessors have no right here: they read what a submission froze, through `labelapp.reviews`.
"""

from typing import Any

from labelapp.clusters.looking import may_look_into
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.policy import is_in_team, roles_of
from labelapp.evidence.models import Document, Revision

ADDING = frozenset({TeamRole.MANAGER, TeamRole.CONTRIBUTOR})


def may_see_documents(user: Any, cluster: Cluster) -> bool:
    """The whole team and the secretariat."""
    return is_in_team(user, cluster) or may_look_into(user, cluster)


def may_add_documents(user: Any, cluster: Cluster) -> bool:
    """Managers and contributors."""
    return bool(roles_of(user, cluster) & ADDING)


def may_read_document(user: Any, document: Document) -> bool:
    """Whoever sees the list, as long as the document stands in it."""
    return document.removed_at is None and may_see_documents(user, document.cluster)


def may_change_document(user: Any, document: Document) -> bool:
    """Whoever may add documents also describes, revises and removes them."""
    return document.removed_at is None and may_add_documents(user, document.cluster)


def may_read_file(user: Any, file: Revision) -> bool:
    """Whoever may read the document reads all its files and their earlier revisions."""
    return may_read_document(user, file.document)


def may_change_file(user: Any, file: Revision) -> bool:
    """Whoever may change the document."""
    return may_change_document(user, file.document)
