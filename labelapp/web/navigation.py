"""The entries of the main navigation; each package registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

MOST_LINKS = 6  # that stand in one line beside the tools, in every language, on a page of 1280 pixels


@dataclass(frozen=True)
class Entry:
    """One entry as a package registers it: `label` is lazy text, `visible(user)` a policy.

    It is the current one on every page of its package, or only on those of `endpoints` when these are given.
    """

    label: Any
    endpoint: str
    visible: Callable[[Any], bool]
    order: int
    endpoints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """One entry as the layout prints it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Navigation:
    """The links in the header, and those that stand in its menu because a line has no room for them."""

    links: list[Link]
    more: list[Link]

    @property
    def is_in_menu(self) -> bool:
        """Whether the page that is shown belongs to a link of the menu."""
        return any(link.current for link in self.more)


def register_navigation(app: Flask, *entries: Entry) -> None:
    """Add entries; they stand in the order of `order`."""
    registered: list[Entry] = app.extensions.setdefault("navigation", [])
    registered.extend(entries)
    registered.sort(key=lambda entry: entry.order)


def navigation() -> Navigation:
    """The links that this visitor sees, in the order of their entries; a menu of one is never made."""
    links = _links()
    shown = len(links) if len(links) <= MOST_LINKS + 1 else MOST_LINKS
    return Navigation(links[:shown], links[shown:])


def _links() -> list[Link]:
    """The current one is that of the blueprint being shown."""
    entries: list[Entry] = current_app.extensions.get("navigation", [])
    allowed = {policy: policy(current_user) for policy in {entry.visible for entry in entries}}
    here = request.endpoint or ""
    return [
        Link(
            label=str(entry.label),
            url=url_for(entry.endpoint),
            current=_is_current(entry, here),
        )
        for entry in entries
        if allowed[entry.visible]
    ]


def _is_current(entry: Entry, here: str) -> bool:
    if entry.endpoints:
        return here in entry.endpoints
    return here.partition(".")[0] == entry.endpoint.partition(".")[0]
