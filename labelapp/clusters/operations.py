"""Every change to cluster organisations and their teams."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select

from labelapp.accounts.models import User
from labelapp.accounts.operations import create_account, send_invitation
from labelapp.accounts.policy import is_assessor, is_board, is_secretariat
from labelapp.accounts.queries import find_by_email
from labelapp.clock import now
from labelapp.clusters.following import LEGAL_REPRESENTATIVE, NAME, TEAM_MEMBER, tell_followers
from labelapp.clusters.leaving import roles_changed
from labelapp.clusters.models import Cluster, ClusterPortfolio, TeamMember, TeamRole
from labelapp.clusters.policy import WORKING_ROLES
from labelapp.clusters.roles import team_role_name
from labelapp.events.log import record
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.web.errors import DomainError
from labelapp.web.links import public_link
from labelapp.web.locale import speaking


@dataclass(frozen=True)
class Facts:
    """What a profile says about a cluster organisation, apart from its consents."""

    name: str
    country: str
    place: str
    name_language: str = "en"
    language: str = "en"
    founded_on: date | None = None
    legal_form: str | None = None
    website: str | None = None
    portfolios: tuple[str, ...] = ()


def create_cluster(facts: Facts, by: User | None = None) -> Cluster:
    """Enter a cluster organisation; its team is empty."""
    cluster = Cluster(created_at=now(), benchmark_consent=True, partner_consent=False)
    _write(cluster, facts)
    db.session.add(cluster)
    record("cluster.created", cluster, actor=by, name=cluster.name, country=cluster.country)
    return cluster


def change_profile(cluster: Cluster, facts: Facts, by: User | None = None) -> list[str]:
    """Change the facts of a profile; return the names of those that changed."""
    before = facts_of(cluster)
    changed = [
        field.name for field in fields(Facts) if getattr(before, field.name) != getattr(facts, field.name)
    ]
    if changed:
        _write(cluster, facts)
        record("cluster.changed", cluster, actor=by, facts=changed)
    if "name" in changed:
        tell_followers(cluster, NAME)
    return changed


def facts_of(cluster: Cluster) -> Facts:
    """The facts of a profile as they stand."""
    plain: dict[str, Any] = {
        f.name: getattr(cluster, f.name) for f in fields(Facts) if f.name != "portfolios"
    }
    return Facts(**plain, portfolios=tuple(sorted(cluster.portfolio_codes)))


def _write(cluster: Cluster, facts: Facts) -> None:
    for field in fields(Facts):
        if field.name != "portfolios":
            setattr(cluster, field.name, getattr(facts, field.name))
    kept = {entry.portfolio: entry for entry in cluster.portfolios}
    wanted = sorted(set(facts.portfolios))
    cluster.portfolios = [kept.get(code) or ClusterPortfolio(portfolio=code) for code in wanted]


def give_consents(cluster: Cluster, *, benchmark: bool, partners: bool, by: User | None = None) -> None:
    """Say whether figures may enter anonymous comparisons, and whether partners may see the own ones."""
    if (cluster.benchmark_consent, cluster.partner_consent) == (benchmark, partners):
        return
    cluster.benchmark_consent, cluster.partner_consent = benchmark, partners
    record("cluster.consents_given", cluster, actor=by, benchmark=benchmark, partners=partners)


def add_member(cluster: Cluster, user: User, role: TeamRole, by: User | None = None) -> TeamMember:
    """Give a person one role in the team, without a mail. A role that is held already stays as it is."""
    roles = db.session.scalars(_rows(cluster, user)).all()
    held = next((member for member in roles if member.role == role), None)
    if held is not None:
        return held
    member = _give(cluster, user, role, by)
    if role == TeamRole.LEGAL_REPRESENTATIVE:
        tell_followers(cluster, LEGAL_REPRESENTATIVE, user)
    elif not roles:
        tell_followers(cluster, TEAM_MEMBER, user)
    return member


def _give(cluster: Cluster, user: User, role: TeamRole, by: User | None) -> TeamMember:
    member = TeamMember(cluster_id=cluster.id, user_id=user.id, role=role)
    db.session.add(member)
    record("team.role_given", cluster, actor=by, person=user.id, role=str(role))
    db.session.expire(cluster, ["team"])
    return member


def invite_member(
    cluster: Cluster,
    *,
    email: str,
    name: str,
    locale: str,
    role: TeamRole,
    by: User,
    legal: bool = False,
) -> User:
    """Add a person to the team and tell them by mail; who has no account yet gets one and a link to it.

    Raises DomainError when the person is in the team already, or the account is closed. Also for somebody who
    assesses, decides or keeps cases, unless the secretariat adds them: a place in a team excludes from its cases,
    and no manager may choose in that way who judges them.
    """
    user = find_by_email(email)
    if user is None:
        user = create_account(name, email, locale=locale, by=by)
    elif not user.active or (_works_on_cases(user) and not is_secretariat(by)):
        raise DomainError(_("This person cannot be added. Ask the secretariat."))
    if db.session.scalars(_rows(cluster, user)).first() is not None:
        raise DomainError(_("This person is in the team already. Change the role in the list."))
    add_member(cluster, user, role, by)
    if legal:
        name_legal_representative(cluster, user, by)
    tell_member(cluster, user, role, by)
    return user


def _works_on_cases(user: User) -> bool:
    return is_assessor(user) or is_board(user) or is_secretariat(user)


def tell_member(cluster: Cluster, user: User, role: TeamRole, by: User) -> None:
    """Mail a person what they are in the team; with a link to a first password when there is none yet."""
    with speaking(user.locale):
        role_name = team_role_name(role)
    if user.password is None:
        send_invitation(user, by, "team_invitation", cluster=cluster.name, role=role_name)
        return
    link = public_link("clusters.team", cluster_id=cluster.id)
    content = {"name": user.name, "inviter": by.name, "cluster": cluster.name, "role": role_name}
    queue_mail(user.email, user.locale, "team_invitation", link=link, expires=None, **content)


def change_role(cluster: Cluster, user: User, role: TeamRole, by: User | None = None) -> None:
    """Give a member another working role. Raises DomainError when no manager would be left."""
    _keep_a_manager(cluster, user, unless=role == TeamRole.MANAGER)
    _take(cluster, user, (other for other in WORKING_ROLES if other != role), by)
    if db.session.scalars(_rows(cluster, user).where(TeamMember.role == role)).first() is None:
        _give(cluster, user, role, by)
    roles_changed(cluster, user, by)


def remove_member(cluster: Cluster, user: User, by: User | None = None) -> None:
    """Take a person out of the team. Raises DomainError when no manager would be left."""
    _keep_a_manager(cluster, user)
    _take(cluster, user, TeamRole, by)
    roles_changed(cluster, user, by)


def name_legal_representative(cluster: Cluster, user: User | None, by: User | None = None) -> None:
    """Name the one person who confirms submissions, in place of whoever was; None for nobody."""
    for earlier in [member.user for member in cluster.team if member.role == TeamRole.LEGAL_REPRESENTATIVE]:
        if user is None or earlier.id != user.id:
            _take(cluster, earlier, [TeamRole.LEGAL_REPRESENTATIVE], by)
            if not db.session.scalars(_rows(cluster, earlier)).first():
                _give(cluster, earlier, TeamRole.VIEWER, by)
    if user is not None:
        add_member(cluster, user, TeamRole.LEGAL_REPRESENTATIVE, by)


def _keep_a_manager(cluster: Cluster, user: User, *, unless: bool = False) -> None:
    db.session.get(Cluster, cluster.id, with_for_update=True)
    query = select(TeamMember.user_id).join(User, TeamMember.user_id == User.id)
    managers = set(
        db.session.scalars(
            query.where(TeamMember.cluster_id == cluster.id, TeamMember.role == TeamRole.MANAGER, User.active)
        )
    )
    if managers == {user.id} and not unless:
        raise DomainError(_("A team needs a manager. Make somebody else manager first."))


def _take(cluster: Cluster, user: User, roles: Iterable[TeamRole], by: User | None) -> None:
    for member in db.session.scalars(_rows(cluster, user).where(TeamMember.role.in_(list(roles)))).all():
        db.session.delete(member)
        record("team.role_taken", cluster, actor=by, person=user.id, role=str(member.role))
    db.session.expire(cluster, ["team"])


def _rows(cluster: Cluster, user: User) -> Select[TeamMember]:
    return select(TeamMember).where(TeamMember.cluster_id == cluster.id, TeamMember.user_id == user.id)
