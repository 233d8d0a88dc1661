"""Who may do what with a token: it is its person's alone, administrators included."""

from typing import Any

from labelapp.accounts.policy import is_signed_in
from labelapp.api.tokens.models import AccessToken
from labelapp.api.tokens.state import is_usable


def may_revoke(user: Any, token: AccessToken) -> bool:
    """The person whose token it is, as long as there is something to revoke."""
    return is_signed_in(user) and token.user_id == user.id and is_usable(token)
