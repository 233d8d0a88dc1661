"""Receiving and removing documents."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.clusters.models import Cluster
from labelapp.events.log import record
from labelapp.evidence import storage
from labelapp.evidence.kinds import PDF, Kind, recognise
from labelapp.evidence.models import Document
from labelapp.evidence.naming import safe_filename, title_from
from labelapp.evidence.pdf import page_count
from labelapp.extensions import db, settings
from labelapp.web.errors import InvalidInput
from labelapp.web.formats import filesize

_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Received:
    """An upload that was read once: its SHA-256 (hex) and size in bytes."""

    sha256: str
    size: int


def store_upload(cluster: Cluster, upload: FileStorage, *, title: str | None = None, by: User) -> Document:
    """Keep an uploaded file as a document of a cluster organisation.

    The same file again gives the document that is there already; one that had been removed comes back.
    Raises InvalidInput with a sentence when the file is too large, empty, damaged or of a kind that is not
    accepted; nothing is kept then.
    """
    file: BinaryIO = upload.stream  # type: ignore[assignment]
    received = receive(file, settings().upload_limit)
    same = _same_file(cluster, received.sha256)
    if same is not None:
        return _bring_back(same, by)
    kind = recognise(file, upload.filename or "")
    filename = safe_filename(upload.filename, kind)
    document = Document(
        cluster=cluster,
        title=(title or "").strip()[:_LONGEST_TITLE] or title_from(filename),
        filename=filename,
        content_type=kind.content_type,
        size=received.size,
        pages=_pages(file, kind, received),
        sha256=received.sha256,
        uploaded_by=by,
        uploaded_at=now(),
    )
    file.seek(0)
    storage.put(received.sha256, file)
    return _keep(document, by)


def receive(file: BinaryIO, limit: int) -> Received:
    """Read a file once from its start, hashing on the way, and stop as soon as it exceeds `limit` bytes.

    Raises InvalidInput then.
    """
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(storage.CHUNK):
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


def _pages(file: BinaryIO, kind: Kind, received: Received) -> int | None:
    """Counting is slow, so the same content is never counted twice, whoever uploads it."""
    if kind is not PDF:
        return None
    query = select(Document.pages).where(Document.sha256 == received.sha256, Document.pages.is_not(None))
    known = db.session.scalars(query.limit(1)).first()
    return known if known is not None else page_count(file)


def _same_file(cluster: Cluster, sha256: str) -> Document | None:
    query = select(Document).where(Document.cluster_id == cluster.id, Document.sha256 == sha256)
    return db.session.scalars(query).one_or_none()


def _bring_back(document: Document, by: User) -> Document:
    if document.removed_at is not None:
        document.removed_at = None
        record("document.restored", document, actor=by, sha256=document.sha256)
    return document


def _keep(document: Document, by: User) -> Document:
    try:
        with db.session.begin_nested():
            db.session.add(document)
    except IntegrityError:
        # A colleague uploaded the same file in the same moment.
        same = _same_file(document.cluster, document.sha256)
        if same is None:
            raise
        return _bring_back(same, by)
    record(
        "document.uploaded",
        document,
        actor=by,
        filename=document.filename,
        sha256=document.sha256,
        size=document.size,
    )
    return document


def remove_document(document: Document, by: User) -> None:
    """Take a document out of the data room. Its content stays, since a submission may have frozen it."""
    if document.removed_at is None:
        document.removed_at = now()
        record("document.removed", document, actor=by, sha256=document.sha256)
