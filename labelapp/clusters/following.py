"""Who is told when the people or the name of a cluster organisation change: the packages below say it here."""

from collections.abc import Callable

from flask import Flask, current_app

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster

TEAM_MEMBER, LEGAL_REPRESENTATIVE, NAME = "team_member", "legal_representative", "name"
Follower = Callable[[Cluster, str, User | None], None]
_KEY = "cluster followers"


def follow_clusters(app: Flask, follower: Follower) -> None:
    """`follower(cluster, kind, person)` is called in the same transaction; `person` is who is new, if anybody."""
    app.extensions.setdefault(_KEY, []).append(follower)


def tell_followers(cluster: Cluster, kind: str, person: User | None = None) -> None:
    """Tell all who asked."""
    followers: list[Follower] = current_app.extensions.get(_KEY, [])
    for follower in followers:
        follower(cluster, kind, person)
