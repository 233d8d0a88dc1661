"""Who fills in, reads and judges declarations."""

from typing import Any

from labelapp.accounts.policy import is_secretariat
from labelapp.certificates.declarations.models import Declaration
from labelapp.certificates.holders import speaks_for_holder
from labelapp.certificates.surveillance.officers import may_know
from labelapp.certificates.surveillance.policy import may_see_marks


def may_see_declarations(user: Any) -> bool:
    """The list is the secretariat's."""
    return is_secretariat(user)


def may_fill(user: Any, declaration: Declaration) -> bool:
    """Those who speak for the holder."""
    return speaks_for_holder(user, declaration.certificate)


def may_know_declaration(user: Any, declaration: Declaration) -> bool:
    """Open its page, which asks for the declaration of interests first. A draft is the holder's own."""
    return declaration.sent_at is not None and may_know(user, declaration.certificate)


def may_judge(user: Any, declaration: Declaration) -> bool:
    """Officers who declared."""
    return declaration.sent_at is not None and may_see_marks(user, declaration.certificate)
