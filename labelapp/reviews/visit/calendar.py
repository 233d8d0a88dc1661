"""The visit as a calendar file (iCalendar, RFC 5545): one event for each day."""

from datetime import timedelta
from itertools import groupby

from flask_babel import gettext as _
from icalendar import Calendar, Event

from labelapp.reviews.case import cluster_of
from labelapp.reviews.visit.models import Visit, VisitMode, VisitSlot
from labelapp.reviews.visit.zones import to_local
from labelapp.web.formats import clock_time
from labelapp.web.links import public_link


def calendar_file(visit: Visit) -> bytes:
    """The days of a visit. A calendar that has an older revision replaces it, by UID and SEQUENCE."""
    calendar = Calendar()
    calendar.add("prodid", "-//labelapp//visit//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    days = groupby(visit.slots, lambda slot: to_local(slot.starts_at, visit.timezone).date())
    for number, (_day, slots) in enumerate(days, start=1):
        calendar.add_component(_event(visit, number, list(slots)))
    return bytes(calendar.to_ical())


def _event(visit: Visit, number: int, slots: list[VisitSlot]) -> Event:
    url = public_link("visits.show", review_id=visit.review_id)
    last = slots[-1]
    event = Event()
    event.add("uid", f"visit-{visit.id}-day-{number}@{url.split('/')[2]}")
    event.add("sequence", visit.revision)
    event.add("dtstamp", visit.sent_at)
    event.add("dtstart", slots[0].starts_at)
    event.add("dtend", last.starts_at + timedelta(minutes=last.minutes))
    event.add("summary", _("Assessment visit: %(cluster)s", cluster=cluster_of(visit.review).name))
    event.add("location", visit.place)
    if visit.mode is VisitMode.VIDEO and visit.place.startswith("https://"):
        event.add("conference", visit.place)
    event.add("url", url)
    lines = [f"{clock_time(to_local(slot.starts_at, visit.timezone))} {slot.title}" for slot in slots]
    event.add("description", "\n".join(lines))
    return event
