"""Who may do what with certificates. Everybody may read what they certify; that is what they are for."""

from typing import Any

from labelapp.accounts.policy import is_secretariat
from labelapp.certificates.models import Certificate
from labelapp.clusters.queries import clusters_of, is_cluster_person
from labelapp.reviews.interests.shut import has_interest_in


def may_see_own_certificates(user: Any) -> bool:
    """The people of cluster organisations."""
    return is_cluster_person(user)


def may_change_status(user: Any, certificate: Certificate) -> bool:
    """The secretariat suspends, reinstates and withdraws: officers without an interest in the holder."""
    return is_secretariat(user) and not has_interest_in(user, certificate.cluster_id)


def may_take_badge(user: Any, certificate: Certificate) -> bool:
    """The team of the holder, and the secretariat that helps it. The picture itself is for everybody."""
    return is_secretariat(user) or certificate.cluster_id in {one.id for one in clusters_of(user)}
