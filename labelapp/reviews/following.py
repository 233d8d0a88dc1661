"""Who is told when a case is accepted and when its visit is planned: the packages above say it here."""

from collections.abc import Callable

from flask import Flask, current_app

from labelapp.accounts.models import User
from labelapp.reviews.models import Review

OPENED, VISIT_PLANNED = "opened", "visit planned"
Follower = Callable[[Review, User | None], object]
_KEY = "case followers"


def follow_cases(app: Flask, what: str, follower: Follower) -> None:
    """`follower(review, by)` is called in the same transaction after what it follows."""
    app.extensions.setdefault(_KEY, {}).setdefault(what, []).append(follower)


def tell_followers(what: str, review: Review, by: User | None) -> None:
    """Tell all who asked."""
    followers: list[Follower] = current_app.extensions.get(_KEY, {}).get(what, [])
    for follower in followers:
        follower(review, by)
