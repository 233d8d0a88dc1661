"""Who may do what with complaints: anybody complains, somebody of the secretariat who had no part in it decides."""

from typing import Any

from labelapp.accounts.policy import is_assessor, is_secretariat
from labelapp.certificates.complaints.models import Complaint, Opinion
from labelapp.certificates.complaints.queries import interested_in
from labelapp.clusters.models import TeamRole
from labelapp.clusters.policy import roles_of

ANSWERING = frozenset({TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE})


def may_see_complaints(user: Any) -> bool:
    """The list is the secretariat's."""
    return is_secretariat(user)


def may_read(user: Any, complaint: Complaint) -> bool:
    """The secretariat without an interest in the holder; who complained is told to nobody else."""
    if not is_secretariat(user):
        return False
    certificate = complaint.certificate
    return certificate is None or certificate.cluster_id not in interested_in(user)


def may_handle(user: Any, complaint: Complaint) -> bool:
    """Ask, refer and close: the officer in charge."""
    return may_read(user, complaint) and complaint.officer_id == user.id


def may_state(user: Any, complaint: Complaint) -> bool:
    """The managers and the legal representative of the holder, once they are asked."""
    if complaint.certificate is None or complaint.statement_due_on is None:
        return False
    return bool(roles_of(user, complaint.certificate.cluster) & ANSWERING)


def may_give_opinion(user: Any, opinion: Opinion) -> bool:
    """The assessor who was asked, as long as they are one and have no interest in the holder."""
    certificate = opinion.complaint.certificate
    if not is_assessor(user) or opinion.user_id != user.id or certificate is None:
        return False
    return certificate.cluster_id not in interested_in(user)
