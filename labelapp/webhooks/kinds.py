"""The kinds of events that endpoints may choose, and the actions of the log that they come from.

Names never change, for receivers rely on them. New ones may be added.
"""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l


class Kind(StrEnum):
    """What a message tells of; its `type`."""

    ISSUED = "certificate.issued"
    SUPERSEDED = "certificate.superseded"
    SUSPENDED = "certificate.suspended"
    REINSTATED = "certificate.reinstated"
    WITHDRAWN = "certificate.withdrawn"
    EXPIRED = "certificate.expired"
    CHANGED = "register.changed"
    SUBMITTED = "assessment.submitted"
    ANNOUNCED = "decision.announced"


# Asked for by a person; nobody chooses it.
TEST = "webhook.test"
# Of a cluster organisation's own cases: nobody else may know of them.
OF_CASES = (Kind.SUBMITTED, Kind.ANNOUNCED)
OF_CERTIFICATES = tuple(kind for kind in Kind if kind not in OF_CASES)

# What an action of the log is told as, the closest first: an endpoint gets the first one that it chose.
TOLD_AS: dict[str, tuple[Kind, ...]] = {
    "certificate.issued": (Kind.ISSUED, Kind.CHANGED),
    "certificate.imported": (Kind.CHANGED,),
    "certificate.superseded": (Kind.SUPERSEDED, Kind.CHANGED),
    "certificate.suspended": (Kind.SUSPENDED, Kind.CHANGED),
    "certificate.reinstated": (Kind.REINSTATED, Kind.CHANGED),
    "certificate.suspension_ended": (Kind.REINSTATED, Kind.CHANGED),
    "certificate.withdrawn": (Kind.WITHDRAWN, Kind.CHANGED),
    "assessment.submitted": (Kind.SUBMITTED,),
    "decision.recorded": (Kind.ANNOUNCED,),
}

NAMES: dict[Kind, Any] = {
    Kind.ISSUED: _l("A certificate was issued"),
    Kind.SUPERSEDED: _l("A certificate was superseded by another one"),
    Kind.SUSPENDED: _l("A certificate was suspended"),
    Kind.REINSTATED: _l("A suspension ended"),
    Kind.WITHDRAWN: _l("A certificate was withdrawn"),
    Kind.EXPIRED: _l("A certificate expired"),
    Kind.CHANGED: _l("Any change of an entry of the register"),
    Kind.SUBMITTED: _l("A self-assessment was submitted"),
    Kind.ANNOUNCED: _l("A decision was announced"),
}


def kind_name(kind: str) -> str:
    """What a kind of message is about, in the language of the reader."""
    return str(NAMES[Kind(kind)]) if kind in set(Kind) else str(_l("Test"))


def first_chosen(kinds: tuple[Kind, ...], chosen: list[str]) -> Kind | None:
    """The closest kind that an endpoint chose, None when it chose none of them."""
    return next((kind for kind in kinds if kind in chosen), None)
