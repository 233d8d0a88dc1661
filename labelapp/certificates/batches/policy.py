"""Who starts batches and looks after them: the secretariat."""

from typing import Any

from labelapp.accounts.policy import is_secretariat
from labelapp.certificates.batches.models import Batch


def may_run_batches(user: Any) -> bool:
    """Officers; each is offered only what is of holders in whom they have no interest."""
    return is_secretariat(user)


def may_see_batch(user: Any, batch: Batch) -> bool:
    """Every officer, also to go on with what another one started."""
    return is_secretariat(user)
