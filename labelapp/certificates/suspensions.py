"""When suspensions ended: those that named their last day end without an event, so their ends are read from the log."""

from datetime import date, timedelta

from labelapp.events.models import Event

_ENDINGS = frozenset({"certificate.reinstated", "certificate.withdrawn", "certificate.suspended"})


def ended_by_themselves(events: list[Event], day: date) -> list[date]:
    """The first days after suspensions whose last day was told and has passed, with nothing before that ended them."""
    found = []
    for number, event in enumerate(events):
        until = event.details.get("until")
        if event.action != "certificate.suspended" or not until:
            continue
        last = date.fromisoformat(until)
        others = [one for one in events[number + 1 :] if one.action in _ENDINGS and one.at.date() <= last]
        if last < day and not others:
            found.append(last + timedelta(days=1))
    return found
