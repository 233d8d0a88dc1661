"""Time zones for the place of a visit."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

ELSEWHERE = "Europe/Brussels"
# Countries with more than one zone: that of the capital.
CAPITALS = {"CY": "Europe/Nicosia", "DE": "Europe/Berlin", "ES": "Europe/Madrid", "PT": "Europe/Lisbon"}


@cache
def zones() -> dict[str, str]:
    """The zones to choose from, those of Europe where all cluster organisations are: IANA name and country."""
    known = get_global("zone_territories")
    return {name: known[name] for name in sorted(known) if name.startswith("Europe/")}


def zone_of(country: str) -> str:
    """The time zone of a country (ISO 3166-1 alpha-2)."""
    found = [name for name, territory in zones().items() if territory == country]
    return found[0] if len(found) == 1 else CAPITALS.get(country, ELSEWHERE)


def to_utc(local: datetime, zone: str) -> datetime:
    """A moment on the clock of a place, in UTC."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def to_local(moment: datetime, zone: str) -> datetime:
    """A moment as the clock of a place shows it, without a zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
