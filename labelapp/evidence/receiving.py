"""Taking in what was sent: read once, hashed, recognised by its content, and refused so that the browser hears why."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from labelapp.evidence.kinds import PDF, Kind, recognise
from labelapp.evidence.models import Revision
from labelapp.evidence.naming import safe_filename
from labelapp.evidence.pdf import page_count
from labelapp.evidence.storage import CHUNK
from labelapp.extensions import db
from labelapp.web.errors import InvalidInput
from labelapp.web.formats import filesize

_MOST_AFTER_REFUSAL = 1024 * 1024 * 1024


@dataclass(frozen=True)
class Received:
    """An upload that was read once: its SHA-256 (hex) and size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Facts:
    """What was found out about an upload from its content, and its name made safe."""

    filename: str
    content_type: str
    pages: int | None


def receive(file: BinaryIO, limit: int) -> Received:
    """Read a file once from its start, hashing on the way, and stop as soon as it exceeds `limit` bytes.

    Raises InvalidInput then.
    """
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(CHUNK):
        size += len(piece)
        if size > limit:
            raise InvalidInput(
                _(
                    "This file is too large. The limit is %(size)s; split it or save it smaller.",
                    size=filesize(limit),
                )
            )
        digest.update(piece)
    file.seek(0)
    return Received(digest.hexdigest(), size)


def examine(upload: FileStorage, received: Received) -> Facts:
    """Kind, safe name and pages of an upload. Raises InvalidInput for what is not accepted or damaged."""
    file: BinaryIO = upload.stream  # type: ignore[assignment]
    kind = recognise(file, upload.filename or "")
    facts = Facts(safe_filename(upload.filename, kind), kind.content_type, _pages(file, kind, received))
    file.seek(0)
    return facts


def _pages(file: BinaryIO, kind: Kind, received: Received) -> int | None:
    """Counting is slow, so the same content is never counted twice, whoever uploads it."""
    if kind is not PDF:
        return None
    query = select(Revision.pages).where(Revision.sha256 == received.sha256, Revision.pages.is_not(None))
    known = db.session.scalars(query.limit(1)).first()
    return known if known is not None else page_count(file)


def finish_reading(response: Response) -> Response:
    """After a 413: read what is still on its way and throw it away.

    A server that answers and hangs up while the browser is still sending makes it show "connection lost"
    instead of the answer. Nothing of it is kept; an upload without a length, or beyond a gigabyte, is cut off.
    """
    if response.status_code == 413:
        remaining = min(request.content_length or 0, _MOST_AFTER_REFUSAL)
        source = request.environ["wsgi.input"]
        while remaining > 0 and (piece := source.read(min(CHUNK, remaining))):
            remaining -= len(piece)
    return response
