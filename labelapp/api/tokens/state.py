"""Whether a token works, which follows from its row, its person and the moment."""

from enum import StrEnum

from labelapp.api.tokens.models import AccessToken
from labelapp.clock import now


class State(StrEnum):
    """What has become of a token."""

    USABLE = "usable"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ENDED = "ended"  # with a new password, or because the account was closed


def state_of(token: AccessToken) -> State:
    """The state at this moment."""
    if token.revoked_at is not None:
        return State.REVOKED
    if not token.user.active or token.user.fs_uniquifier != token.identity:
        return State.ENDED
    return State.EXPIRED if token.expires_at <= now() else State.USABLE


def is_usable(token: AccessToken) -> bool:
    """Whether it opens anything."""
    return state_of(token) is State.USABLE
