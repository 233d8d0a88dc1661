"""Which scheme-wide role a visitor holds. Every function also takes a visitor who is not signed in.

Managing people and schemes is the administrator's; nobody gets a right on a case from that role.
"""

from typing import Any

from labelapp.accounts.models import RoleName, User


def anybody(user: Any) -> bool:
    """Everybody, signed in or not."""
    return True


def is_signed_in(user: Any) -> bool:
    """Any account that is not closed."""
    return bool(user and user.is_authenticated)


def is_anonymous(user: Any) -> bool:
    """A visitor who is not signed in."""
    return not is_signed_in(user)


def is_administrator(user: Any) -> bool:
    """Looks after people, schemes and settings."""
    return _holds(user, RoleName.ADMINISTRATOR)


def is_secretariat(user: Any) -> bool:
    """Checks eligibility, assigns assessors, prepares the board."""
    return _holds(user, RoleName.SECRETARIAT)


def is_assessor(user: Any) -> bool:
    """May be assigned to cases as an assessor."""
    return _holds(user, RoleName.ASSESSOR)


def is_board(user: Any) -> bool:
    """Decides on cases that they did not assess."""
    return _holds(user, RoleName.BOARD)


def is_partner(user: Any) -> bool:
    """Stands for a country or programme of the consortium."""
    return _holds(user, RoleName.PARTNER)


def may_manage_people(user: Any) -> bool:
    """Invite people, give and take their roles, close accounts."""
    return is_administrator(user)


def may_manage_person(user: Any, person: User) -> bool:
    """See and change one account in the administration of people."""
    return may_manage_people(user)


def may_close(user: Any, person: User) -> bool:
    """Close an account: an administrator's, but never one's own, so that nobody locks themselves out."""
    return may_manage_people(user) and user.id != person.id


def _holds(user: Any, role: RoleName) -> bool:
    return is_signed_in(user) and bool(user.holds(role))
