"""What follows an award, a decision that replaces another one, or a condition that was missed, in the same transaction.

Certificates stand below decisions in the house and may not be called from here, so they ask to be told.
"""

from collections.abc import Callable

from flask import Flask, current_app

from labelapp.accounts.models import User
from labelapp.decisions.conditions.models import AwardCondition
from labelapp.decisions.models import Decision

Follower = Callable[[Decision, User], None]
_KEY = "award followers"
_REPLACEMENT_KEY = "replacement followers"
_CONDITION_KEY = "missed condition followers"
ConditionFollower = Callable[[AwardCondition], None]


def follow_awards(app: Flask, follower: Follower) -> None:
    """`follower(decision, by)` runs after each award is written; if it fails, there is no award."""
    app.extensions.setdefault(_KEY, []).append(follower)


def run_followers(decision: Decision, by: User) -> None:
    """Tell all who asked."""
    followers: list[Follower] = current_app.extensions.get(_KEY, [])
    for follower in followers:
        follower(decision, by)


def follow_replacements(app: Flask, follower: Follower) -> None:
    """`follower(decision, by)` runs after a decision that replaces another one, and what follows its award."""
    app.extensions.setdefault(_REPLACEMENT_KEY, []).append(follower)


def run_replacement_followers(decision: Decision, by: User) -> None:
    """Tell all who asked."""
    followers: list[Follower] = current_app.extensions.get(_REPLACEMENT_KEY, [])
    for follower in followers:
        follower(decision, by)


def follow_missed_conditions(app: Flask, follower: ConditionFollower) -> None:
    """`follower(condition)` runs when the date of a condition has passed without an answer, or it is not fulfilled."""
    app.extensions.setdefault(_CONDITION_KEY, []).append(follower)


def run_condition_followers(condition: AwardCondition) -> None:
    """Tell all who asked."""
    followers: list[ConditionFollower] = current_app.extensions.get(_CONDITION_KEY, [])
    for follower in followers:
        follower(condition)
