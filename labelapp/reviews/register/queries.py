"""Reading the register of experts. The number of statements does not grow with the experts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, not_, or_, select
from sqlalchemy.orm import joinedload, lazyload

from labelapp.accounts.models import Invitation, Role, RoleName, User
from labelapp.clock import now, today
from labelapp.extensions import db
from labelapp.reviews.models import AssessorProfile, AssessorRole, Assignment, Review, ReviewState
from labelapp.reviews.register.models import Qualification
from labelapp.web.paging import Page, Position, read_page

_NEVER = date(9999, 12, 31)


class Availability(StrEnum):
    """Whether an expert takes another case today."""

    FREE = "free"
    FULL = "full"
    AWAY = "away"


class Load(StrEnum):
    """How many open cases an expert has."""

    NONE = "none"
    SOME = "some"


class Account(StrEnum):
    """What became of the invitation of an expert."""

    INVITED = "invited"
    EXPIRED = "expired"
    ACCEPTED = "accepted"


class Sort(StrEnum):
    """Columns by which the register can be sorted."""

    NAME = "name"
    COUNTRY = "country"
    LOAD = "load"
    ENDS = "ends"


@dataclass(frozen=True)
class Asked:
    """What the register is asked for; None and empty values leave nobody out. `part` is a scheme code and a role."""

    search: str = ""
    country: str = ""
    language: str = ""
    sector: str = ""
    part: tuple[str, AssessorRole] | None = None
    availability: Availability | None = None
    load: Load | None = None
    account: Account | None = None
    sort: Sort = Sort.NAME
    descending: bool = False
    position: Position | None = None


@dataclass(frozen=True)
class Expert:
    """A row of the register."""

    user: User
    profile: AssessorProfile | None
    load: int
    qualifications: list[Qualification]
    account: Account | None
    invited_until: date | None


def qualifications_of(people: Collection[int] | Select[Any]) -> dict[int, list[Qualification]]:
    """All qualifications of these people, that which ends last first; one statement."""
    query = (
        select(Qualification)
        .where(Qualification.user_id.in_(people))
        .options(lazyload(Qualification.user), joinedload(Qualification.granted_by).lazyload(User.roles))
        .order_by(Qualification.ends_on.desc(), Qualification.id)
    )
    found: dict[int, list[Qualification]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.user_id].append(one)
    return found


def find_qualification(user_id: int, qualification_id: int) -> Qualification | None:
    """A qualification of a person."""
    query = select(Qualification).where(
        Qualification.id == qualification_id, Qualification.user_id == user_id
    )
    return db.session.scalar(query)


def is_expert() -> list[ColumnElement[bool]]:
    """An account that is open and has the role of an assessor."""
    return [User.active.expression, User.roles.any(Role.name == RoleName.ASSESSOR.value)]


def open_cases() -> Select[int, int]:
    """The assignments that make up the load of people."""
    return (
        select(Assignment.user_id, func.count().label("cases"))
        .join(Review, Review.id == Assignment.review_id)
        .where(
            Assignment.ended_at.is_(None),
            Assignment.role != AssessorRole.OBSERVER,
            Review.state != ReviewState.REPORTED,
        )
        .group_by(Assignment.user_id)
    )


_loads = open_cases().subquery()
_load = func.coalesce(_loads.c.cases, 0)


def _experts() -> Select[Any]:
    return (
        select(User)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .outerjoin(_loads, _loads.c.user_id == User.id)
        .where(*is_expert())
        .options(lazyload(User.roles))
    )


def list_experts(asked: Asked) -> Page[Expert]:
    """A page of the register."""
    page = read_page(
        _experts().where(*_conditions(asked)),
        _sort_text(asked.sort),
        User.id.expression,
        asked.position,
        descending=asked.descending,
    )
    return Page(_as_experts(page.items), page.before, page.after)


def count_experts(asked: Asked) -> int:
    """How many experts the filters leave."""
    query = _experts().with_only_columns(func.count(User.id)).where(*_conditions(asked))
    return db.session.scalar(query) or 0


def countries_of_experts() -> list[str]:
    """The countries from which experts come."""
    query = select(AssessorProfile.country).join(User, User.id == AssessorProfile.user_id)
    return list(db.session.scalars(query.where(*is_expert()).distinct()))


def _sort_text(sort: Sort) -> ColumnElement[str]:
    """What a page is sorted by, as a text that sorts alike in both databases."""
    first_end = (
        select(func.min(Qualification.ends_on))
        .where(
            Qualification.user_id == User.id,
            Qualification.withdrawn_on.is_(None),
            Qualification.ends_on >= today(),
        )
        .scalar_subquery()
    )
    texts: dict[Sort, ColumnElement[str]] = {
        Sort.NAME: func.lower(User.name),
        Sort.COUNTRY: func.coalesce(AssessorProfile.country, ""),
        Sort.LOAD: cast(_load + 1000, String),
        Sort.ENDS: cast(func.coalesce(first_end, _NEVER), String),
    }
    return texts[sort]


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found = [
        or_(*(func.lower(column).contains(word, autoescape=True) for column in (User.name, User.email)))
        for word in asked.search.lower().split()
    ]
    if asked.country:
        found.append(AssessorProfile.country == asked.country)
    if asked.language:
        found.append(_lists(AssessorProfile.languages.expression, asked.language))
    if asked.sector:
        found.append(_lists(AssessorProfile.sectors.expression, asked.sector))
    if asked.part:
        found.append(User.id.in_(_qualified_today(*asked.part)))
    if asked.availability:
        found.append(_available(asked.availability))
    if asked.load:
        found.append(_load == 0 if asked.load is Load.NONE else _load > 0)
    if asked.account:
        found.append(_invited(asked.account))
    return found


def _lists(column: ColumnElement[Any], code: str) -> ColumnElement[bool]:
    """Whether a list of codes holds one: the same text in both databases, and no code needs an escape."""
    return cast(column, String).contains(f'"{code}"', autoescape=True)


def _qualified_today(scheme_code: str, role: AssessorRole) -> Select[Any]:
    return select(Qualification.user_id).where(
        Qualification.scheme_code == scheme_code,
        Qualification.role == role,
        Qualification.granted_on <= today(),
        Qualification.ends_on >= today(),
        or_(Qualification.withdrawn_on.is_(None), Qualification.withdrawn_on > today()),
    )


def _available(wanted: Availability) -> ColumnElement[bool]:
    day = literal(today())
    away = and_(
        AssessorProfile.away_until.is_not(None),
        AssessorProfile.away_until >= day,
        func.coalesce(AssessorProfile.away_from, day) <= day,
    )
    if wanted is Availability.AWAY:
        return away
    full = _load >= AssessorProfile.most_cases
    return and_(not_(away), full if wanted is Availability.FULL else not_(full))


def _invited(wanted: Account) -> ColumnElement[bool]:
    if wanted is Account.ACCEPTED:
        return User.password.is_not(None)
    waiting: ColumnElement[bool] = User.id.in_(
        select(Invitation.user_id).where(Invitation.expires_at > now())
    )
    if wanted is Account.EXPIRED:
        waiting = and_(User.id.in_(select(Invitation.user_id)), not_(waiting))
    return and_(User.password.is_(None), waiting)


def _as_experts(users: list[User]) -> list[Expert]:
    people = [user.id for user in users]
    profiles = {
        one.user_id: one
        for one in db.session.scalars(select(AssessorProfile).where(AssessorProfile.user_id.in_(people)))
    }
    cases = db.session.execute(open_cases().where(Assignment.user_id.in_(people)))
    loads: dict[int, int] = dict(iter(cases))
    held, invited = qualifications_of(people), _last_invitations(people)
    return [
        Expert(
            user,
            profiles.get(user.id),
            loads.get(user.id, 0),
            held.get(user.id, []),
            account_of(user, invited.get(user.id)),
            invited[user.id].expires_at.date() if user.id in invited else None,
        )
        for user in users
    ]


def _last_invitations(people: Collection[int]) -> Mapping[int, Invitation]:
    query = select(Invitation).where(Invitation.user_id.in_(people)).order_by(Invitation.id)
    return {one.user_id: one for one in db.session.scalars(query.options(lazyload(Invitation.user)))}


def account_of(user: User, invitation: Invitation | None) -> Account | None:
    """What became of the last invitation of an expert; None for an account without password that has none."""
    if user.password is not None:
        return Account.ACCEPTED
    if invitation is None:
        return None
    return Account.INVITED if invitation.expires_at > now() else Account.EXPIRED
