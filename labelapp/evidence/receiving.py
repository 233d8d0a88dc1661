"""How an upload that is too large is refused so that the browser hears why."""

from flask import Response, request

_PIECE = 1024 * 1024
_MOST = 1024 * 1024 * 1024


def finish_reading(response: Response) -> Response:
    """After a 413: read what is still on its way and throw it away.

    A server that answers and hangs up while the browser is still sending makes it show "connection lost"
    instead of the answer. Nothing of it is kept; an upload without a length, or beyond a gigabyte, is cut off.
    """
    if response.status_code == 413:
        remaining = min(request.content_length or 0, _MOST)
        source = request.environ["wsgi.input"]
        while remaining > 0 and (piece := source.read(min(_PIECE, remaining))):
            remaining -= len(piece)
    return response
