"""How often passwords may be tried and mails asked for.

What counts against an account alone is forgotten within a minute, so that a stranger who tries passwords
cannot keep its owner out; the longer counts are of the address that the tries came from.
"""

from flask import Flask, request
from flask_login import current_user

from labelapp.web.limits import Limit, is_answered, is_missing, is_refused, limit_tries, visitor


def _account() -> str:
    """The account that the form names, whether it exists or not."""
    return request.form.get("email", "").strip().lower()


def _account_from_here() -> str:
    return f"{visitor()} {_account()}" if _account() else ""


def _own_account() -> str:
    return str(current_user.id) if current_user.is_authenticated else ""


SIGN_IN = (
    Limit("sign-in from an address", "50 per 5 minutes", visitor, is_refused),
    Limit("sign-in to an account from an address", "10 per 5 minutes", _account_from_here, is_refused),
    Limit("sign-in to an account", "30 per 1 minute", _account, is_refused),
)
MAILS = (
    Limit("reset mails from an address", "30 per 15 minutes", visitor, is_answered),
    Limit("reset mails to an account", "5 per 15 minutes", _account, is_answered),
)
OWN_PASSWORD = Limit("own password", "10 per 5 minutes", _own_account, is_refused)
INVITATIONS = Limit("invitations", "30 per 1 minute", visitor, is_missing, frozenset({"GET", "HEAD", "POST"}))


def init_limits(app: Flask) -> None:
    """Put the limits on the endpoints of accounts."""
    limit_tries(app, ["security.login"], *SIGN_IN)
    limit_tries(app, ["security.forgot_password"], *MAILS)
    limit_tries(app, ["security.verify", "security.change_password"], OWN_PASSWORD)
    limit_tries(app, ["accounts.accept_invitation"], INVITATIONS)
