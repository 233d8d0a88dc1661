"""Lists in pages by key: a body with the addresses of the pages before and after, and the same as `Link` (RFC 8288)."""

from typing import Any, Generic, TypeVar

from flask import request
from pydantic import BaseModel, Field

from labelapp.api.core.cursors import write_cursor
from labelapp.api.core.links import Link
from labelapp.api.core.reading import PagedQuery
from labelapp.web.links import public_link
from labelapp.web.paging import Page

Item = TypeVar("Item", bound=BaseModel)


class PageOf(BaseModel, Generic[Item]):
    """A page of a list. An item that was there all the time comes once, whatever is added while you read."""

    items: list[Item]
    next: Link | None = Field(description="Address of the next page, null on the last")
    previous: Link | None = Field(description="Address of the page before, null on the first")


def addresses(page: Page[Any], query: PagedQuery) -> dict[str, str | None]:
    """`next` and `previous`, with everything else as it was asked."""
    return {"next": _address(page.after, query), "previous": _address(page.before, query)}


def links_of(answer: BaseModel) -> dict[str, str]:
    """The header `Link` of a page; nothing for other answers."""
    if not isinstance(answer, PageOf):
        return {}
    pages = (("next", answer.next), ("prev", answer.previous))
    links = [f'<{address}>; rel="{name}"' for name, address in pages if address]
    return {"Link": ", ".join(links)} if links else {}


def _address(position: str, query: PagedQuery) -> str | None:
    if not position:
        return None
    asked = query.model_dump(mode="json", exclude_defaults=True) | {"cursor": write_cursor(position)}
    return public_link(request.endpoint or "", **(request.view_args or {}), **asked)
