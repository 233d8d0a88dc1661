"""Who may do what with complaints: anybody complains, somebody of the secretariat who had no part in it decides."""

from typing import Any

from labelapp.accounts.policy import is_assessor, is_secretariat
from labelapp.certificates.complaints.models import Complaint, Opinion
from labelapp.clusters.models import TeamRole
from labelapp.clusters.policy import roles_of
from labelapp.reviews.interests.shut import has_interest_in, may_look_into

ANSWERING = frozenset({TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE})


def may_see_complaints(user: Any) -> bool:
    """The list is the secretariat's."""
    return is_secretariat(user)


def may_open(user: Any, complaint: Complaint) -> bool:
    """Know that there is a complaint and about whom: the secretariat without an interest in the holder."""
    certificate = complaint.certificate
    if not is_secretariat(user):
        return False
    return certificate is None or not has_interest_in(user, certificate.cluster_id)


def may_read(user: Any, complaint: Complaint) -> bool:
    """Officers who declared to have no interest in the holder's cases; who complained is told to nobody else."""
    certificate = complaint.certificate
    return may_open(user, complaint) and (certificate is None or may_look_into(user, certificate.cluster_id))


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
    return not has_interest_in(user, certificate.cluster_id)
