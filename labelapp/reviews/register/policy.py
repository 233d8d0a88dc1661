"""Who keeps the register of experts."""

from typing import Any

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_assessor, is_secretariat
from labelapp.reviews.register.models import Qualification


def may_see_register(user: Any) -> bool:
    """The secretariat finds experts, and invites new ones."""
    return is_secretariat(user)


def may_qualify(user: Any, person: User) -> bool:
    """The secretariat says what an expert is qualified for, and nobody says it of themselves."""
    return is_secretariat(user) and is_assessor(person) and user.id != person.id


def may_withdraw(user: Any, one: Qualification) -> bool:
    """Whoever may grant a qualification may withdraw it."""
    return may_qualify(user, one.user)


def may_invite_again(user: Any, person: User) -> bool:
    """The secretariat sends an expert who has no password yet another link."""
    return is_secretariat(user) and is_assessor(person) and person.password is None
