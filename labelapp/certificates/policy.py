"""Who may do what with certificates. Everybody may read what they certify; that is what they are for."""

from typing import Any

from labelapp.accounts.policy import is_secretariat
from labelapp.clusters.queries import is_cluster_person


def may_see_own_certificates(user: Any) -> bool:
    """The people of cluster organisations."""
    return is_cluster_person(user)


def may_change_status(user: Any, certificate: Any = None) -> bool:
    """The secretariat suspends, reinstates and withdraws."""
    return is_secretariat(user)
