"""What happened to a certificate, for everybody to know: from its events, in codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from labelapp.certificates.models import Certificate
from labelapp.certificates.suspensions import ended_by_themselves
from labelapp.events.models import Event
from labelapp.schemes.validity import Status


class What(StrEnum):
    """What can happen to a certificate."""

    ISSUED = "issued"
    IMPORTED = "imported"
    SUPERSEDED = "superseded"
    REISSUED = "reissued"
    SUSPENDED = "suspended"
    SUSPENSION_ENDED = "suspension_ended"
    REINSTATED = "reinstated"
    WITHDRAWN = "withdrawn"
    PRINTED_AGAIN = "printed_again"


@dataclass(frozen=True)
class Happened:
    """Something that happened on a day, with the published reason or an empty text."""

    on: date
    what: What
    reason: str = ""


_ACTIONS = {
    f"certificate.{what}": what for what in What if what not in (What.REISSUED, What.SUSPENSION_ENDED)
}


def happened(certificate: Certificate, events: Sequence[Event], day: date) -> list[Happened]:
    """Everything until a day, oldest first. What an earlier register told stands on its days."""
    found: list[Happened] = []
    for event in events:
        if event.action == "certificate.imported":
            found += _taken_over(certificate, event)
        elif event.action in _ACTIONS:
            found.append(_told(event))
    found += [Happened(end, What.SUSPENSION_ENDED) for end in ended_by_themselves(list(events), day)]
    return sorted(found, key=lambda entry: entry.on)


def _told(event: Event) -> Happened:
    what = What.REISSUED if event.details.get("reissue") else _ACTIONS[event.action]
    return Happened(event.at.date(), what, str(event.details.get("reason", "")))


def _taken_over(certificate: Certificate, event: Event) -> list[Happened]:
    """What an earlier register told, on its days, and the day on which it was taken over."""
    found = [Happened(certificate.issued_at.date(), What.ISSUED)]
    for status, day in event.details.get("ends", {}).items():
        reason = "" if status == Status.SUPERSEDED else str(event.details.get("reason", ""))
        found.append(Happened(date.fromisoformat(day), What(status), reason))
    return [*found, Happened(event.at.date(), What.IMPORTED)]
