"""Cursors: a place in one list, signed, so that only those are taken which that list gave out."""

import hmac

from flask import current_app, request

from labelapp.web.paging import Position, read_position

_SIGNED = 16  # hex digits: enough that trying is pointless at the limits of the API


def write_cursor(position: str) -> str:
    """The cursor for a position in the list that is being read; empty for none."""
    return _signature(position) + position if position else ""


def read_cursor(cursor: str) -> Position | None:
    """The position, None for a text that is no cursor of the list that is being read."""
    signature, position = cursor[:_SIGNED], cursor[_SIGNED:]
    if not hmac.compare_digest(signature.encode(), _signature(position).encode()):
        return None
    return read_position(position)


def _signature(position: str) -> str:
    content = f"cursor {request.endpoint} {position}"
    return hmac.new(current_app.config["SECRET_KEY"].encode(), content.encode(), "sha256").hexdigest()[
        :_SIGNED
    ]
