"""Deny by default: every endpoint says who may use it, and a request to one that does not is refused.

`labelapp.web.access` holds the declarations; the rules themselves are the `policy.py` of each package.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Policy = Callable[..., bool]


@dataclass(frozen=True)
class Access:
    """What an endpoint declares: a short name for the reader, and the policy in force."""

    kind: str
    policy: str


def public(view: View) -> View:
    """Anybody may use this endpoint, signed in or not."""
    view.__access__ = Access("public", "anybody")  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Any account may use this endpoint; others are asked to sign in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        return view(*args, **kwargs) if current_user.is_authenticated else _ask_to_sign_in()

    guarded.__access__ = Access("signed in", "any account")  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def requires(policy: Policy) -> Callable[[View], View]:
    """`policy(user)` must hold, else 403."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return _ask_to_sign_in()
            if not policy(current_user):
                abort(403)
            return view(*args, **kwargs)

        guarded.__access__ = Access("role", policy.__name__)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def requires_on(load: Callable[..., Any], policy: Policy) -> Callable[[View], View]:
    """`load(**address parameters)` finds the object (None: 404), `policy(user, object)` must hold.

    The view gets the object as its one argument. Who may not see an object gets the same 404 as for one
    that does not exist, so that addresses reveal nothing.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**parameters: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return _ask_to_sign_in()
            found = load(**parameters)
            if found is None or not policy(current_user, found):
                abort(404)
            return view(found)

        guarded.__access__ = Access("object", policy.__name__)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def declared_access(app: Flask, endpoint: str) -> Access | None:
    """The declaration of an endpoint, None when it has none."""
    return getattr(app.view_functions.get(endpoint), "__access__", None)


def declare_foreign(app: Flask, endpoint: str, kind: str, policy: str) -> None:
    """Declare the access of a view that a library brought along and guards itself."""
    setattr(app.view_functions[endpoint], "__access__", Access(kind, policy))  # noqa: B010


def refuse_undeclared() -> None:
    """Before each request: an endpoint without a declaration does not exist for the outside."""
    if request.endpoint and declared_access(current_app, request.endpoint) is None:
        abort(404)


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json" or request.is_json:
        abort(401)
    return current_app.login_manager.unauthorized()  # type: ignore[attr-defined,no-any-return]
