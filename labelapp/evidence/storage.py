"""Where files lie: content-addressed by SHA-256, written whole or not at all, never changed."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO

import obstore
from flask import current_app
from flask_babel import gettext as _
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, S3Store

from labelapp.extensions import settings
from labelapp.settings import Settings
from labelapp.web.errors import DomainError

if TYPE_CHECKING:
    from obstore import GetResult
    from obstore.store import S3Config

CHUNK = 1024 * 1024
Store = LocalStore | S3Store
log = logging.getLogger(__name__)


class MissingContent(Exception):
    """The storage has no file of this hash, although a row says so."""


class StorageDown(DomainError):
    """The storage does not answer, is full or refuses; nothing was stored."""

    status = 503


def _store() -> Store:
    """The store of this process, made when it is first needed: after the server has forked its workers."""
    found: Store | None = current_app.extensions.get("storage")
    if found is None:
        found = current_app.extensions["storage"] = make_store(settings())
    return found


def make_store(chosen: Settings) -> Store:
    """A bucket when the settings name one, else a folder. An S3 server that is down is given up soon."""
    if chosen.storage_bucket is None:
        return LocalStore(prefix=chosen.storage.resolve(), mkdir=True)
    assert chosen.storage_key is not None
    assert chosen.storage_secret is not None
    endpoint = str(chosen.storage_endpoint or "").rstrip("/")
    config: S3Config = {
        "region": chosen.storage_region,
        "access_key_id": chosen.storage_key,
        "secret_access_key": chosen.storage_secret.get_secret_value(),
    }
    if endpoint:
        config["endpoint"] = endpoint
    return S3Store(
        chosen.storage_bucket,
        config=config,
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=5),
            "timeout": timedelta(seconds=60),
        },
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
    )


# What a store raises for a key that it does not hold; also for a bucket that does not exist.
_NOT_THERE = (NotFoundError, FileNotFoundError)


@contextmanager
def _speaking_to_it() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        log.error("storage: %s", error)
        raise StorageDown(
            _(
                "The storage of files does not answer at present. Nothing was stored. Try again in a few minutes."
            )
        ) from error


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def has(sha256: str) -> bool:
    """Whether the storage holds the content of this hash. Raises StorageDown."""
    with _speaking_to_it():
        try:
            obstore.head(_store(), _key(sha256))
        except _NOT_THERE:
            return False
    return True


def put(sha256: str, content: BinaryIO | bytes) -> None:
    """Keep `content`, whose SHA-256 the caller computed. The same content again changes nothing.

    The file appears under its name only when it is complete, so a row that is committed afterwards never
    points to half a file. Raises StorageDown.
    """
    if has(sha256):
        return
    with _speaking_to_it():
        obstore.put(_store(), _key(sha256), content)


def put_bytes(content: bytes) -> str:
    """Keep a file that we made ourselves; return its SHA-256 (hex)."""
    sha256 = hashlib.sha256(content).hexdigest()
    put(sha256, content)
    return sha256


def read(sha256: str) -> Iterator[bytes]:
    """The content in pieces of about a megabyte. Raises MissingContent, StorageDown."""
    with _speaking_to_it():
        try:
            return _pieces(obstore.get(_store(), _key(sha256)))
        except _NOT_THERE as error:
            raise MissingContent(sha256) from error


def _pieces(found: "GetResult") -> Iterator[bytes]:
    with _speaking_to_it():
        for piece in found.stream(min_chunk_size=CHUNK):
            yield bytes(piece)


def quarantine(sha256: str) -> None:
    """Put an infected content aside, where nothing that serves files looks. Again changes nothing."""
    with _speaking_to_it():
        if has(sha256):
            obstore.rename(_store(), _key(sha256), f"quarantine/{sha256}")
