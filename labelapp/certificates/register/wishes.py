"""What a reader may ask of the register: filters, an order, a place in the list. It stands in the address."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from werkzeug.datastructures import MultiDict

from labelapp.schemes.validity import Status
from labelapp.web.paging import Position, read_position

LEVELS = ("gold", "silver", "bronze")


class Group(StrEnum):
    """The statuses by which the register is filtered."""

    VALID = "valid"
    EXPIRING = "expiring"
    RENEWABLE = "renewable"
    STOPPED = "stopped"
    PAST = "past"


STATUSES: dict[Group, tuple[Status, ...]] = {
    Group.VALID: (Status.VALID,),
    Group.EXPIRING: (Status.EXPIRING,),
    Group.RENEWABLE: (Status.EXPIRED_RENEWABLE,),
    Group.STOPPED: (Status.WITHDRAWN, Status.SUSPENDED),
    Group.PAST: (Status.EXPIRED, Status.SUPERSEDED),
}
USUAL_GROUPS = (Group.VALID, Group.EXPIRING, Group.RENEWABLE)


class Order(StrEnum):
    """How the register is sorted."""

    NAME = "name"
    UNTIL = "until"
    NEWEST = "newest"


@dataclass(frozen=True)
class Wish:
    """What a reader asks for. No level, country or portfolio means all of them."""

    text: str = ""
    levels: tuple[str, ...] = ()
    groups: tuple[Group, ...] = USUAL_GROUPS
    country: str = ""
    portfolio: str = ""
    order: Order = Order.NAME
    position: Position | None = None

    @property
    def statuses(self) -> frozenset[Status]:
        """The statuses of the groups."""
        return frozenset(status for group in self.groups for status in STATUSES[group])

    @property
    def is_for_every_status(self) -> bool:
        """Whether the status does not matter."""
        return len(self.groups) == len(Group)

    def arguments(self) -> dict[str, Any]:
        """The wish as it stands in an address, without the position."""
        return {
            "q": self.text or None,
            "level": list(self.levels) or None,
            "status": None if self.groups == USUAL_GROUPS else [group.value for group in self.groups],
            "country": self.country or None,
            "field": self.portfolio or None,
            "sort": None if self.order is Order.NAME else self.order.value,
        }


def read_wish(arguments: MultiDict[str, str], groups_unless_asked: tuple[Group, ...] = USUAL_GROUPS) -> Wish:
    """The wish in an address; what cannot be understood is left out."""
    groups = tuple(group for group in Group if group.value in arguments.getlist("status"))
    levels = tuple(level for level in LEVELS if level in arguments.getlist("level"))
    order = arguments.get("sort", "")
    return Wish(
        text=arguments.get("q", "").replace("\0", "").strip()[:100],
        levels=() if len(levels) == len(LEVELS) else levels,
        groups=groups or groups_unless_asked,
        country=arguments.get("country", "")[:2].upper().replace("\0", ""),
        portfolio=arguments.get("field", "")[:40].replace("\0", ""),
        order=Order(order) if order in set(Order) else Order.NAME,
        position=read_position(arguments.get("from")),
    )
