"""Who may look at samples: they show versions of schemes that are not published yet."""

from typing import Any

from labelapp.accounts.policy import is_administrator, is_secretariat


def may_see_samples(user: Any) -> bool:
    """The secretariat and administrators."""
    return is_secretariat(user) or is_administrator(user)
