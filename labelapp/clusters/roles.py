"""The names of the roles in a team, and what each may do."""

from typing import Any

from flask_babel import lazy_gettext as _l

from labelapp.clusters.models import TeamRole

TEAM_ROLES: dict[TeamRole, Any] = {
    TeamRole.MANAGER: _l("Manager"),
    TeamRole.CONTRIBUTOR: _l("Contributor"),
    TeamRole.VIEWER: _l("Viewer"),
    TeamRole.LEGAL_REPRESENTATIVE: _l("Legal representative"),
}
EXPLAINED: dict[TeamRole, Any] = {
    TeamRole.MANAGER: _l("Manager: starts and leads the self-assessment, looks after team and profile"),
    TeamRole.CONTRIBUTOR: _l("Contributor: answers questions and adds documents"),
    TeamRole.VIEWER: _l("Viewer: reads everything, changes nothing"),
    TeamRole.LEGAL_REPRESENTATIVE: _l("Legal representative: confirms that the submission is true"),
}


def team_role_name(role: TeamRole) -> str:
    """The name of a role in the language being spoken."""
    return str(TEAM_ROLES[role])
