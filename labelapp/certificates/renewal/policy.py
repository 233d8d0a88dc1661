"""Who sees how a renewal stands."""

from typing import Any

from labelapp.accounts.policy import is_secretariat
from labelapp.certificates.holders import is_of_holder
from labelapp.certificates.models import Certificate


def may_see_renewal(user: Any, certificate: Certificate) -> bool:
    """The team of the holder; who of it may start is a rule of self-assessments."""
    return is_of_holder(user, certificate)


def may_see_renewals(user: Any) -> bool:
    """The list is the secretariat's."""
    return is_secretariat(user)
