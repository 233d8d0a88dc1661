"""Personal access tokens for tests."""

from labelapp.accounts.models import User
from labelapp.api.scopes import Scope
from labelapp.api.tokens.operations import make_token
from labelapp.extensions import db

EVERY_SCOPE = tuple(Scope)


def token_of(user: User, *scopes: Scope, days: int = 90) -> str:
    """The secret of a new token; it has every scope unless some are named."""
    _token, secret = make_token(user, "Import", scopes or EVERY_SCOPE, days)
    db.session.commit()
    return secret


def bearer(secret: str) -> dict[str, str]:
    """The header that presents a token."""
    return {"Authorization": f"Bearer {secret}"}
