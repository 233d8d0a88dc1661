"""Who sees flags and decides on them: the secretariat without an interest in the holder, and nobody else."""

from typing import Any

from labelapp.accounts.policy import is_secretariat
from labelapp.certificates.flags.models import Flag
from labelapp.certificates.surveillance.officers import may_know
from labelapp.certificates.surveillance.policy import may_see_marks


def may_see_flags(user: Any) -> bool:
    """The list is the secretariat's."""
    return is_secretariat(user)


def may_know_flag(user: Any, flag: Flag) -> bool:
    """Open its page, which asks for the declaration first."""
    return may_know(user, flag.certificate)


def may_decide_flag(user: Any, flag: Flag) -> bool:
    """Officers who declared."""
    return may_see_marks(user, flag.certificate)
