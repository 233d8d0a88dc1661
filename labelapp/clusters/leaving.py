"""What ends elsewhere when somebody loses a role in a team: the packages below say it here."""

from collections.abc import Callable

from flask import Flask, current_app

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster

Handler = Callable[[Cluster, User, User | None], None]


def register_leaving(app: Flask, handler: Handler) -> None:
    """`handler(cluster, person, by)` is called in the same transaction, when the roles are as they will be."""
    app.extensions.setdefault("leaving handlers", []).append(handler)


def roles_changed(cluster: Cluster, person: User, by: User | None) -> None:
    """Let every package end what the person's roles do not allow any more."""
    handlers: list[Handler] = current_app.extensions.get("leaving handlers", [])
    for handler in handlers:
        handler(cluster, person, by)
