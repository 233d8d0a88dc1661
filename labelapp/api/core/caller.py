"""Who asks: nobody in particular, or the person of a bearer token. A session of a browser is never looked at."""

from dataclasses import dataclass

from flask import request

from labelapp.accounts.models import User
from labelapp.api.core.problems import NO_SCOPE, NO_TOKEN, Refusal
from labelapp.api.scopes import Scope
from labelapp.api.tokens.operations import note_use
from labelapp.api.tokens.queries import find_by_secret
from labelapp.api.tokens.secrets import is_well_formed
from labelapp.api.tokens.state import is_usable

_REALM = 'Bearer realm="labelapp"'


@dataclass(frozen=True)
class Caller:
    """The person, with the scopes of the token; None without a token."""

    user: User | None = None
    scopes: frozenset[Scope] = frozenset()

    def require(self, scope: Scope) -> User:
        """The person, if there is one and the token has the scope. Raises Refusal (401, 403)."""
        if self.user is None:
            raise Refusal(NO_TOKEN, headers={"WWW-Authenticate": _REALM})
        if scope not in self.scopes:
            challenge = f'{_REALM}, error="insufficient_scope", scope="{scope}"'
            raise Refusal(NO_SCOPE, f"This needs {scope}.", headers={"WWW-Authenticate": challenge})
        return self.user


def presented_secret() -> str:
    """The token in the request if it can be one, else an empty text."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    return secret if scheme.lower() == "bearer" and is_well_formed(secret) else ""


def identify() -> Caller:
    """Who asks. Raises Refusal (401) for a token that does not work, also where none is needed."""
    if "Authorization" not in request.headers:
        return Caller()
    secret = presented_secret()
    token = find_by_secret(secret) if secret else None
    if token is None or not is_usable(token):
        raise Refusal(NO_TOKEN, headers={"WWW-Authenticate": f'{_REALM}, error="invalid_token"'})
    note_use(token)
    known = set(Scope)
    return Caller(token.user, frozenset(Scope(code) for code in token.scopes if code in known))
