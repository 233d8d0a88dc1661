"""Reading cluster organisations and their teams."""

from dataclasses import dataclass
from typing import Any

from flask import g, has_request_context
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_signed_in
from labelapp.clusters.models import Cluster, TeamMember, TeamRole
from labelapp.clusters.policy import WORKING_ROLES, can_sign_in
from labelapp.extensions import db
from labelapp.web.paging import Page, Position, read_page

SORTS = ("name", "country", "place")


@dataclass(frozen=True)
class Member:
    """A person in the team of a cluster organisation with all roles held there."""

    cluster: Cluster
    user: User
    roles: frozenset[TeamRole]

    @property
    def working_role(self) -> TeamRole:
        """The role that says what the person does in the questionnaire; none of its own counts as viewer."""
        return next((role for role in WORKING_ROLES if role in self.roles), TeamRole.VIEWER)

    @property
    def is_legal_representative(self) -> bool:
        """Whether the person confirms submissions."""
        return TeamRole.LEGAL_REPRESENTATIVE in self.roles

    @property
    def is_invited(self) -> bool:
        """Whether the person has still to accept the invitation."""
        return self.user.active and not can_sign_in(self.user)


@dataclass(frozen=True)
class ListRequest:
    """What the list of cluster organisations is asked for."""

    search: str = ""
    country: str = ""
    sort: str = "name"
    descending: bool = False
    position: Position | None = None


def find_cluster(cluster_id: int) -> Cluster | None:
    """A cluster organisation with its team."""
    query = select(Cluster).where(Cluster.id == cluster_id).options(_team())
    return db.session.scalars(query).one_or_none()


def clusters_of(user: Any) -> list[Cluster]:
    """The cluster organisations in whose team a person is, by name, with their teams."""
    if not is_signed_in(user):
        return []
    mine = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    query = select(Cluster).where(Cluster.id.in_(mine)).order_by(func.lower(Cluster.name), Cluster.id)
    return list(db.session.scalars(query.options(_team())))


def is_cluster_person(user: Any) -> bool:
    """Whether a visitor is in the team of any cluster organisation; the navigation asks several times a page."""
    if not is_signed_in(user):
        return False
    known: dict[int, bool] = g.setdefault("cluster_people", {}) if has_request_context() else {}
    if user.id not in known:
        found = db.session.scalar(select(TeamMember.id).where(TeamMember.user_id == user.id).limit(1))
        known[user.id] = found is not None
    return known[user.id]


def team_of(cluster: Cluster) -> list[Member]:
    """The people of a team, managers first, then by name."""
    people = {member.user_id: member.user for member in cluster.team}
    members = [_member(cluster, user) for user in people.values()]
    return sorted(
        members, key=lambda item: (WORKING_ROLES.index(item.working_role), item.user.name.casefold())
    )


def find_member(cluster_id: int, user_id: int) -> Member | None:
    """One person of a team."""
    cluster = find_cluster(cluster_id)
    if cluster is None:
        return None
    return next((member for member in team_of(cluster) if member.user.id == user_id), None)


def people_with(cluster: Cluster, role: TeamRole) -> list[User]:
    """The open accounts that hold a role in a team, by name."""
    found = [member.user for member in cluster.team if member.role == role and member.user.active]
    return sorted(found, key=lambda user: user.name.casefold())


def legal_representative(cluster: Cluster) -> User | None:
    """The person who confirms submissions, None when nobody is named."""
    return next(iter(people_with(cluster, TeamRole.LEGAL_REPRESENTATIVE)), None)


def missing_facts(cluster: Cluster) -> list[str]:
    """What a profile lacks to be complete: `founded_on`, `portfolios`."""
    return [name for name in ("founded_on", "portfolios") if not getattr(cluster, name)]


def list_clusters(asked: ListRequest) -> Page[Cluster]:
    """A page of the list of all cluster organisations."""
    texts = {
        "name": func.lower(Cluster.name),
        "country": Cluster.country + func.lower(Cluster.name),
        "place": func.lower(Cluster.place),
    }
    return read_page(
        _matching(select(Cluster), asked),
        texts.get(asked.sort, texts["name"]),
        Cluster.id.expression,
        asked.position,
        descending=asked.descending,
    )


def count_clusters(asked: ListRequest) -> int:
    """How many cluster organisations the search and filters leave."""
    return db.session.scalar(_matching(select(func.count(Cluster.id)), asked)) or 0


def countries_in_use() -> list[str]:
    """Codes of the countries from which there are cluster organisations."""
    return list(db.session.scalars(select(Cluster.country).distinct().order_by(Cluster.country)))


def _matching(query: Select[Any], asked: ListRequest) -> Select[Any]:
    if asked.country:
        query = query.where(Cluster.country == asked.country)
    for word in asked.search.lower().split():
        found = [
            func.lower(column).contains(word, autoescape=True) for column in (Cluster.name, Cluster.place)
        ]
        query = query.where(or_(*found))
    return query


def _member(cluster: Cluster, user: User) -> Member:
    return Member(cluster, user, frozenset(item.role for item in cluster.team if item.user_id == user.id))


def _team() -> Any:
    return selectinload(Cluster.team).joinedload(TeamMember.user)
