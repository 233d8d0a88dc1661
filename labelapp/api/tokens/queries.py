"""Reading tokens."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.api.tokens.models import AccessToken
from labelapp.api.tokens.secrets import secret_hash
from labelapp.clock import now
from labelapp.extensions import db

ENDED_SHOWN = 10


def find_by_secret(secret: str) -> AccessToken | None:
    """The token that somebody presents, with its person and that one's roles. One statement."""
    person = joinedload(AccessToken.user, innerjoin=True).joinedload(User.roles)
    query = select(AccessToken).where(AccessToken.token_hash == secret_hash(secret)).options(person)
    return db.session.scalars(query).unique().one_or_none()


def find_token(token_id: int) -> AccessToken | None:
    """A token by its number."""
    return db.session.get(AccessToken, token_id)


def tokens_of(user: User) -> tuple[list[AccessToken], list[AccessToken]]:
    """The tokens of a person that work, and the last of those that do no more; each the newest first."""
    query = select(AccessToken).where(AccessToken.user_id == user.id).order_by(AccessToken.id.desc())
    works = _works(user)
    return (
        list(db.session.scalars(query.where(works))),
        list(db.session.scalars(query.where(~works).limit(ENDED_SHOWN))),
    )


def count_usable(user: User) -> int:
    """How many tokens of a person work."""
    query = select(func.count(AccessToken.id)).where(AccessToken.user_id == user.id, _works(user))
    return db.session.scalar(query) or 0


def _works(user: User) -> ColumnElement[bool]:
    """`state.is_usable` for queries about one person."""
    return (
        AccessToken.revoked_at.is_(None)
        & (AccessToken.identity == user.fs_uniquifier)
        & (AccessToken.expires_at > now())
    )
