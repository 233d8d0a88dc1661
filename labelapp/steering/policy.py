"""Who steers: the secretariat, and the administrator, who sees figures and no case."""

from typing import Any

from labelapp.accounts.policy import is_administrator, is_secretariat


def may_steer(user: Any) -> bool:
    """See throughput, durations, load and renewals as figures, and take them to a meeting."""
    return is_secretariat(user) or is_administrator(user)


def may_see_cases_behind(user: Any) -> bool:
    """See which cases and people are behind a figure. Of cases shut to an officer not even that."""
    return is_secretariat(user)
