"""How often a program may ask, by address and by token.

That keeps tokens from being guessed too: with 190 random bits, no lower limit would make a difference.
"""

from flask import Flask

from labelapp.api.core.caller import presented_secret
from labelapp.web.limits import Limit, is_answered, limit_tries, visitor

_ALL = frozenset({"GET", "HEAD", "OPTIONS", "PUT"})
PER_ADDRESS = Limit("api from an address", "600 per 1 minute", visitor, is_answered, _ALL, "address")
PER_TOKEN = Limit("api with a token", "300 per 1 minute", presented_secret, is_answered, _ALL, "token")


def init_limits(app: Flask, endpoints: list[str]) -> None:
    """Put the limits on the endpoints of the API."""
    limit_tries(app, endpoints, PER_ADDRESS, PER_TOKEN)
