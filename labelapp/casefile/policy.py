"""Who reads the timeline of a case and takes its file out: officers who declared, the team a part of it."""

from typing import Any

from labelapp.casefile.models import Case
from labelapp.clusters.looking import may_look_into
from labelapp.clusters.policy import is_in_team
from labelapp.decisions.policy import took_part
from labelapp.events.telling import Readers


def reader_of(user: Any, case: Case) -> Readers | None:
    """As whom a person reads the case; None for everybody who does not.

    An officer who assessed, observed or interviewed in the case does not follow it: they would read of the others.
    """
    if is_in_team(user, case.assessment.cluster):
        return Readers.TEAM
    if not may_look_into(user, case.assessment.cluster):
        return None
    if any(took_part(user, review) for review in case.reviews):
        return None
    if any(one.expert_id == user.id for one in case.assessment.interviews):
        return None
    return Readers.OFFICE


def may_follow(user: Any, case: Case) -> bool:
    """Read the timeline."""
    return reader_of(user, case) is not None


def may_export(user: Any, case: Case) -> bool:
    """Take the file out, once something was submitted."""
    return case.assessment.submission is not None and may_follow(user, case)
