"""Who sees what is to be looked at: the secretariat without an interest in the holder."""

from typing import Any

from labelapp.accounts.policy import is_secretariat
from labelapp.certificates.models import Certificate
from labelapp.certificates.surveillance.models import SurveillanceMark
from labelapp.reviews.interests.shut import may_look_into


def may_see_surveillance(user: Any) -> bool:
    """The list is the secretariat's."""
    return is_secretariat(user)


def may_see_marks(user: Any, certificate: Certificate) -> bool:
    """Officers who declared to have no interest in the cases of the holder."""
    return is_secretariat(user) and may_look_into(user, certificate.cluster_id)


def may_see_mark(user: Any, mark: SurveillanceMark) -> bool:
    """The same for one mark."""
    return may_see_marks(user, mark.certificate)
