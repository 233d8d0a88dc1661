"""Making, using and revoking tokens."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import or_, update

from labelapp.accounts.models import User
from labelapp.api.scopes import Scope
from labelapp.api.tokens.models import AccessToken
from labelapp.api.tokens.queries import count_usable
from labelapp.api.tokens.secrets import new_secret, secret_hash
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.web.links import public_link
from labelapp.web.transactions import brief_write

MOST_TOKENS = 20
USUAL_DAYS, MOST_DAYS = 90, 365


def make_token(user: User, name: str, scopes: Iterable[Scope], days: int) -> tuple[AccessToken, str]:
    """Make a token that works for `days` days; return it and its secret, which nobody can read ever again.

    Its person gets a mail. Raises InvalidInput for days outside 1 to 365, DomainError beyond 20 tokens that work.
    """
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput(_("A token works for at least one day and at most a year."))
    if count_usable(user) >= MOST_TOKENS:
        raise DomainError(_("You have %(most)s tokens already. Revoke one first.", most=MOST_TOKENS))
    secret = new_secret()
    token = AccessToken(
        user=user,
        name=name,
        scopes=[scope.value for scope in Scope if scope in set(scopes)],
        token_hash=secret_hash(secret),
        identity=user.fs_uniquifier,
        created_at=now(),
        expires_at=now() + timedelta(days=days),
    )
    db.session.add(token)
    record("access_token.made", token, actor=user, scopes=token.scopes, days=days)
    queue_mail(
        user.email,
        user.locale,
        "access_token_made",
        name=user.name,
        token=name,
        expires=token.expires_at.date(),
        link=public_link("tokens.index"),
    )
    return token, secret


def revoke_token(token: AccessToken, by: User) -> None:
    """End a token at once. One that has ended stays as it is."""
    if token.revoked_at is None:
        token.revoked_at = now()
        record("access_token.revoked", token, actor=by)


def note_use(token: AccessToken) -> None:
    """Note the day, once a day, in a short transaction of its own: most requests only read."""
    if token.last_used_on == today():
        return
    earlier = or_(AccessToken.last_used_on.is_(None), AccessToken.last_used_on < today())
    with brief_write():
        change = update(AccessToken).where(AccessToken.id == token.id, earlier)
        db.session.execute(change.values(last_used_on=today()))
