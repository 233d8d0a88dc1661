"""Reading accounts and invitations."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from labelapp.accounts.models import Invitation, Role, RoleName, User, account_role
from labelapp.clock import now
from labelapp.extensions import db
from labelapp.web.paging import Page, Position, read_page

SORTS = ("name", "email")


@dataclass(frozen=True)
class PeopleRequest:
    """What the list of people is asked for; `role` is a `RoleName` or empty."""

    search: str = ""
    role: str = ""
    sort: str = "name"
    descending: bool = False
    position: Position | None = None


def normal_email(email: str) -> str:
    """The form in which an address is kept and compared: trimmed, in small letters."""
    return email.strip().lower()


def token_hash(token: str) -> str:
    """What is kept of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_person(person_id: int) -> User | None:
    """An account."""
    return db.session.get(User, person_id)


def find_by_email(email: str) -> User | None:
    """The account with an address, in whichever way it is written."""
    return db.session.scalar(select(User).where(User.email == normal_email(email)))


def people_with_role(role: RoleName) -> list[User]:
    """The open accounts that hold a role of the whole scheme."""
    query = select(User).where(User.active, User.roles.any(Role.name == role.value)).order_by(User.id)
    return list(db.session.scalars(query))


def list_people(asked: PeopleRequest) -> Page[User]:
    """A page of the list of accounts."""
    texts: dict[str, ColumnElement[str]] = {
        "name": func.lower(User.name),
        "email": User.email.expression,
    }
    return read_page(
        _matching(select(User), asked),
        texts.get(asked.sort, texts["name"]),
        User.id.expression,
        asked.position,
        descending=asked.descending,
    )


def count_people(asked: PeopleRequest) -> int:
    """How many accounts the search and filter leave."""
    return db.session.scalar(_matching(select(func.count(User.id)), asked)) or 0


def _matching(query: Select[Any], asked: PeopleRequest) -> Select[Any]:
    if asked.role:
        holders = select(account_role.c.account_id).join(Role, Role.id == account_role.c.role_id)
        query = query.where(User.id.in_(holders.where(Role.name == asked.role)))
    for word in asked.search.lower().split():
        columns = (User.name, User.email)
        query = query.where(or_(*(func.lower(column).contains(word, autoescape=True) for column in columns)))
    return query


def find_invitation(token: str) -> Invitation | None:
    """The invitation that a link opens, whatever became of it."""
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))


def is_open(invitation: Invitation) -> bool:
    """Whether an invitation can still be accepted."""
    user = invitation.user
    return user.active and user.password is None and invitation.expires_at > now()


def last_invitation(user: User) -> Invitation | None:
    """The newest invitation of an account."""
    query = select(Invitation).where(Invitation.user_id == user.id).order_by(Invitation.id.desc())
    return db.session.scalars(query.limit(1)).first()
