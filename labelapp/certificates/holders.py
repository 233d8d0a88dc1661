"""Who speaks for the holder of a certificate."""

from typing import Any

from sqlalchemy import Select, select

from labelapp.accounts.models import User
from labelapp.certificates.models import Certificate
from labelapp.clusters.models import TeamMember, TeamRole
from labelapp.clusters.policy import is_in_team, roles_of
from labelapp.clusters.queries import people_with

SPEAKING = (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE)


def speaks_for_holder(user: Any, certificate: Certificate) -> bool:
    """The managers and the legal representative of the holder."""
    return bool(roles_of(user, certificate.cluster) & set(SPEAKING))


def is_of_holder(user: Any, certificate: Certificate) -> bool:
    """Anybody of its team."""
    return is_in_team(user, certificate.cluster)


def speakers(certificate: Certificate) -> list[User]:
    """Those people, each once."""
    people = [one for role in SPEAKING for one in people_with(certificate.cluster, role)]
    return list({one.id: one for one in people}.values())


def spoken_for_by(user: User) -> Select[int]:
    """The ids of the cluster organisations for which a person speaks."""
    return select(TeamMember.cluster_id).where(TeamMember.user_id == user.id, TeamMember.role.in_(SPEAKING))
