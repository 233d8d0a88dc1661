"""How often somebody may have messages sent: a button should not become a way to annoy others."""

from flask import Flask
from flask_login import current_user

from labelapp.web.limits import Limit, is_answered, limit_tries


def _own_account() -> str:
    return str(current_user.id) if current_user.is_authenticated else ""


ASKED_FOR = Limit("messages of webhooks", "30 per 10 minutes", _own_account, is_answered)


def init_limits(app: Flask) -> None:
    """Put the limit on what sends at once."""
    limit_tries(app, ["webhooks.test", "webhooks.again"], ASKED_FOR)
