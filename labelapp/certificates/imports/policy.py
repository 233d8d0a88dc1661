"""Who takes over an earlier register."""

from typing import Any

from labelapp.accounts.policy import is_secretariat
from labelapp.certificates.imports.models import RegisterImport


def may_import(user: Any) -> bool:
    """The secretariat, which keeps the register."""
    return is_secretariat(user)


def may_see_import(user: Any, _kept: RegisterImport) -> bool:
    """The same for one import: the lines are those of a public register."""
    return may_import(user)
