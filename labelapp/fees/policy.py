"""Who sees and keeps fees."""

from typing import Any

from labelapp.accounts.policy import is_secretariat
from labelapp.clusters.queries import is_cluster_person
from labelapp.fees.models import Fee
from labelapp.reviews.interests.shut import is_visible


def may_keep_fees(user: Any) -> bool:
    """The secretariat. Which fees an officer sees is a question of interests."""
    return is_secretariat(user)


def may_keep_fee(user: Any, fee: Fee) -> bool:
    """Officers who declared to have no interest in the case."""
    return is_secretariat(user) and is_visible(user, fee.submission_id)


def may_see_own_fees(user: Any) -> bool:
    """The people of cluster organisations; those of which one is manager or legal representative are listed."""
    return is_cluster_person(user)
