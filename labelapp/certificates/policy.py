"""Who may do what with certificates. Everybody may read what they certify; that is what they are for."""

from typing import Any

from labelapp.accounts.policy import is_secretariat
from labelapp.certificates.models import Certificate
from labelapp.clusters.queries import is_cluster_person
from labelapp.reviews.interests.shut import has_interest_in


def may_see_own_certificates(user: Any) -> bool:
    """The people of cluster organisations."""
    return is_cluster_person(user)


def may_change_status(user: Any, certificate: Certificate) -> bool:
    """The secretariat reinstates, and opens hearings on a suspension or withdrawal: officers without an interest."""
    return is_secretariat(user) and not has_interest_in(user, certificate.cluster_id)
