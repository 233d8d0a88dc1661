"""Where files lie: content-addressed by SHA-256, written whole or not at all, never changed."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

import obstore
from obstore.exceptions import NotFoundError
from obstore.store import LocalStore

from labelapp.evidence.models import Document
from labelapp.extensions import settings

CHUNK = 1024 * 1024


class MissingContent(Exception):
    """The storage has no file of this hash, although a row says so."""


def _store() -> LocalStore:
    return LocalStore(prefix=settings().storage.resolve(), mkdir=True)


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def has(sha256: str) -> bool:
    """Whether the storage holds the content of this hash."""
    try:
        obstore.head(_store(), _key(sha256))
    except (NotFoundError, FileNotFoundError):
        return False
    return True


def put(sha256: str, content: BinaryIO | bytes) -> None:
    """Keep `content`, whose SHA-256 the caller computed. The same content again changes nothing.

    The file appears under its name only when it is complete, so a row that is committed afterwards never
    points to half a file.
    """
    if has(sha256):
        return
    obstore.put(_store(), _key(sha256), content)


def put_bytes(content: bytes) -> str:
    """Keep a file that we made ourselves; return its SHA-256 (hex)."""
    sha256 = hashlib.sha256(content).hexdigest()
    put(sha256, content)
    return sha256


def read(sha256: str) -> Iterator[bytes]:
    """The content in pieces of about a megabyte. Raises MissingContent."""
    try:
        found = obstore.get(_store(), _key(sha256))
    except (NotFoundError, FileNotFoundError) as error:
        raise MissingContent(sha256) from error
    return (bytes(piece) for piece in found.stream(min_chunk_size=CHUNK))


def open_document(document: Document) -> Iterator[bytes]:
    """The content of a document in pieces. Raises MissingContent."""
    return read(document.sha256)
