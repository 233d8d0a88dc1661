"""Who opens and decides hearings, and who answers in them."""

from typing import Any

from labelapp.accounts.policy import is_secretariat
from labelapp.certificates.hearings.models import Hearing
from labelapp.certificates.hearings.queries import Attached, Intended
from labelapp.certificates.holders import is_of_holder, speaks_for_holder
from labelapp.certificates.surveillance.officers import may_know
from labelapp.certificates.surveillance.policy import may_see_marks


def may_see_hearings(user: Any) -> bool:
    """The list is the secretariat's."""
    return is_secretariat(user)


def may_intend(user: Any, intended: Intended) -> bool:
    """Open the page; it asks for the declaration of interests first."""
    return may_know(user, intended.certificate)


def may_open_hearing(user: Any, intended: Intended) -> bool:
    """Officers who declared to have no interest in the holder."""
    return may_see_marks(user, intended.certificate)


def may_know_hearing(user: Any, hearing: Hearing) -> bool:
    """Open its page, which asks for the declaration first."""
    return may_know(user, hearing.certificate)


def may_decide_hearing(user: Any, hearing: Hearing) -> bool:
    """Officers who declared."""
    return may_see_marks(user, hearing.certificate)


def may_read_as_holder(user: Any, hearing: Hearing) -> bool:
    """The team of the holder."""
    return is_of_holder(user, hearing.certificate)


def may_answer(user: Any, hearing: Hearing) -> bool:
    """Those who speak for the holder."""
    return speaks_for_holder(user, hearing.certificate)


def may_read_attached(user: Any, attached: Attached) -> bool:
    """Whoever may read the hearing."""
    return may_read_as_holder(user, attached.hearing) or may_decide_hearing(user, attached.hearing)
