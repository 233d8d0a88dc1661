"""Long lists go by key, never by offset: a page costs the same wherever it stands."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from flask import json
from sqlalchemy import ColumnElement, Date, Select, literal, tuple_
from sqlalchemy.types import TypeEngine

from labelapp.extensions import db

Item = TypeVar("Item")
PAGE_SIZE = 25


@dataclass(frozen=True)
class Position:
    """Where a reader stands in a list: the key of a row, and whether what follows or precedes it is wanted."""

    text: str = ""
    number: int = 0
    backwards: bool = False

    def write(self) -> str:
        """The position as it stands in an address."""
        content = json.dumps([self.text, self.number, self.backwards], ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(content).decode().rstrip("=")


def read_position(text: str | None) -> Position | None:
    """The position in an address; None, the start of the list, for anything that is none."""
    if not text:
        return None
    try:
        content = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        value, number, backwards = content
        value.encode()  # half a surrogate pair is a text to JSON, but to no database
    except (AttributeError, ValueError, TypeError, binascii.Error):
        return None
    if not (isinstance(value, str) and type(number) is int and isinstance(backwards, bool)):
        return None
    return Position(value, number, backwards) if abs(number) < 2**31 and "\0" not in value else None


@dataclass(frozen=True)
class Page(Generic[Item]):
    """A part of a list, with the positions of the parts before and after it (empty at the ends)."""

    items: list[Item]
    before: str
    after: str


def read_page(
    query: Select[Item],
    text: ColumnElement[Any],
    number: ColumnElement[int],
    position: Position | None,
    *,
    descending: bool = False,
    size: int = PAGE_SIZE,
) -> Page[Item]:
    """Run `query`, ordered by `text`, a text or a day, and then by `number`, a key that is unique, from `position` on.

    A position that is none of this order is the start of the list.
    """
    key_of = _key_of(text, position)
    position = position if key_of is not None else None
    backwards = position is not None and position.backwards
    falling = descending != backwards
    if position is not None:
        key = tuple_(text, number)
        kinds: Sequence[TypeEngine[Any]] = (text.type, number.type)
        here = tuple_(literal(key_of, kinds[0]), literal(position.number, kinds[1]))
        query = query.where(key < here if falling else key > here)
    order = (text.desc(), number.desc()) if falling else (text.asc(), number.asc())
    keyed: Select[Item, Any, int] = query.add_columns(text, number)
    found = list(db.session.execute(keyed.order_by(*order).limit(size + 1)))
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    before = more if backwards else position is not None
    after = position is not None if backwards else more
    return Page(
        [row[0] for row in rows],
        Position(str(rows[0][1]), rows[0][2], True).write() if rows and before else "",
        Position(str(rows[-1][1]), rows[-1][2], False).write() if rows and after else "",
    )


def _key_of(text: ColumnElement[Any], position: Position | None) -> str | date | None:
    """The text of a position as a value of its column; None when there is none."""
    if position is None or not isinstance(text.type, Date):
        return position.text if position else None
    try:
        return date.fromisoformat(position.text)
    except ValueError:
        return None
