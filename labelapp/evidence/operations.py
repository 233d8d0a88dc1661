"""Receiving documents and new revisions of their files, describing and removing them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
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
from labelapp.evidence.models import CheckState, Document, DocumentKind, Revision
from labelapp.evidence.naming import title_from
from labelapp.evidence.receiving import Received, examine, receive
from labelapp.evidence.scanning import ask_for_check, states_of
from labelapp.extensions import db, settings
from labelapp.web.errors import DomainError, InvalidInput

_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Taken:
    """Where an upload ended: the revision that holds its content, and whether that was there already."""

    revision: Revision
    known: bool

    @property
    def document(self) -> Document:
        """The document of the revision."""
        return self.revision.document


@dataclass(frozen=True)
class Details:
    """What people say about a document; the owner is a member of the team."""

    title: str
    kind: DocumentKind
    owner: User
    effective_on: date | None
    expires_on: date | None


def take_upload(
    cluster: Cluster,
    upload: FileStorage,
    *,
    title: str | None = None,
    kind: DocumentKind = DocumentKind.OTHER,
    by: User,
) -> Taken:
    """Keep an uploaded file as a new document, or recognise it as one that is there already.

    One that had been removed comes back. Raises InvalidInput with a sentence when the file is too large, empty,
    damaged, infected or of a kind that is not accepted, or when it was replaced by a newer revision; StorageDown
    when it cannot be stored. Nothing is kept then.
    """
    received = _receive(upload)
    same = _same_file(cluster, received)
    if same is not None:
        return _bring_back(same, by)

    def place(revision: Revision) -> None:
        revision.document = Document(
            cluster=cluster,
            title=(title or "").strip()[:_LONGEST_TITLE] or title_from(revision.filename),
            kind=kind,
            owner=by,
            uploaded_by=by,
            uploaded_at=revision.uploaded_at,
        )

    return _store(cluster, upload, received, place, by=by, action="document.uploaded")


def store_upload(cluster: Cluster, upload: FileStorage, *, title: str | None = None, by: User) -> Document:
    """`take_upload` for whoever only needs the document."""
    return take_upload(cluster, upload, title=title, by=by).document


def add_file(document: Document, upload: FileStorage, by: User) -> Revision:
    """Add another file to a document. Raises like `take_upload`, and InvalidInput for a file that is there."""
    received = _receive(upload)
    same = _same_file(document.cluster, received)
    if same is not None:
        raise InvalidInput(known_as(same))

    def place(revision: Revision) -> None:
        revision.file = max((one.file for one in document.revisions), default=0) + 1
        revision.document = document

    return _store(document.cluster, upload, received, place, by=by, action="document.file_added").revision


def replace_file(current: Revision, upload: FileStorage, by: User) -> Revision:
    """Put a new revision in the place of a file; the earlier ones are kept. Raises like `add_file`.

    An earlier revision that is sent again becomes the current one again.
    """
    document, received = current.document, _receive(upload)
    if current.replaced_at is not None:
        raise DomainError(_("A newer revision of this file is there already. Look at it first."))
    same = _same_file(document.cluster, received)
    if same is not None and (same.document, same.file) != (document, current.file):
        raise InvalidInput(known_as(same))
    if same is current:
        raise InvalidInput(_("This is the same file again. Nothing was changed."))
    if same is not None:
        _retire(current)
        same.replaced_at = None
        record("document.revision_restored", document, actor=by, sha256=same.sha256, file=same.file)
        return same

    def place(revision: Revision) -> None:
        _retire(current)
        numbers = [one.number for one in document.revisions if one.file == current.file]
        revision.file, revision.number = current.file, max(numbers) + 1
        revision.document = document

    return _store(document.cluster, upload, received, place, by=by, action="document.revised").revision


def _retire(revision: Revision) -> None:
    """At once, since the database allows one current revision a file."""
    revision.replaced_at = now()
    db.session.flush()


def remove_file(current: Revision, by: User) -> None:
    """Take one of several files out of a document; its content stays. Raises DomainError for the only one."""
    document = current.document
    if document.files == [current]:
        raise DomainError(_("This is the only file of the document. Remove the document instead."))
    if current.replaced_at is None:
        current.replaced_at = now()
        record("document.file_removed", document, actor=by, sha256=current.sha256, file=current.file)


def change_details(document: Document, details: Details, by: User) -> None:
    """Describe a document anew. Raises InvalidInput when it would end before it begins."""
    starts, ends = details.effective_on, details.expires_on
    if starts is not None and ends is not None and ends < starts:
        raise InvalidInput(_("The document would expire before it takes effect. Correct one of the dates."))
    document.title, document.kind, document.owner = details.title, details.kind, details.owner
    document.effective_on, document.expires_on = starts, ends
    record("document.described", document, actor=by, kind=str(details.kind), owner=details.owner.id)


def remove_document(document: Document, by: User) -> None:
    """Take a document out of the library. Its contents stay, since a submission may have frozen them."""
    if document.removed_at is None:
        document.removed_at = now()
        hashes = [one.sha256 for one in document.files]
        record("document.removed", document, actor=by, sha256=hashes[0], files=len(hashes))


def known_as(revision: Revision) -> str:
    """The sentence that says where a file is there already."""
    title = revision.document.title
    if revision.replaced_at is not None:
        return str(
            _(
                "You have this file already, as revision %(number)s of “%(title)s”, which has newer content. "
                "Open that document to bring it back.",
                number=revision.number,
                title=title,
            )
        )
    return str(_("You have this file already as “%(title)s”. It was not stored twice.", title=title))


def _receive(upload: FileStorage) -> Received:
    file: BinaryIO = upload.stream  # type: ignore[assignment]
    received = receive(file, settings().upload_limit)
    if states_of([received.sha256])[received.sha256] is CheckState.INFECTED:
        raise InvalidInput(_("A virus was found in this file before. It was not stored."))
    return received


def _same_file(cluster: Cluster, received: Received) -> Revision | None:
    query = select(Revision).where(Revision.cluster_id == cluster.id, Revision.sha256 == received.sha256)
    return db.session.scalars(query).one_or_none()


def _bring_back(revision: Revision, by: User) -> Taken:
    document = revision.document
    if revision.replaced_at is not None and document.removed_at is None:
        if any(one.file == revision.file for one in document.files):
            raise InvalidInput(known_as(revision))
        revision.replaced_at = None
        record("document.revision_restored", document, actor=by, sha256=revision.sha256, file=revision.file)
    if document.removed_at is not None:
        document.removed_at = None
        record("document.restored", document, actor=by, sha256=revision.sha256)
    return Taken(revision, known=True)


def _store(
    cluster: Cluster,
    upload: FileStorage,
    received: Received,
    place: Callable[[Revision], None],
    *,
    by: User,
    action: str,
) -> Taken:
    facts = examine(upload, received)
    storage.put(received.sha256, upload.stream)  # type: ignore[arg-type]
    revision = Revision(
        cluster_id=cluster.id,
        file=1,
        number=1,
        filename=facts.filename,
        content_type=facts.content_type,
        pages=facts.pages,
        size=received.size,
        sha256=received.sha256,
        uploaded_by=by,
        uploaded_at=now(),
    )
    try:
        with db.session.begin_nested():
            place(revision)
            db.session.add(revision)
    except IntegrityError:
        # A colleague uploaded the same file, or another revision, in the same moment.
        same = _same_file(cluster, received)
        if same is None:
            raise DomainError(
                _("Somebody changed this document at the same moment. Look at it and try again.")
            ) from None
        return _bring_back(same, by)
    ask_for_check(revision.sha256)
    record(
        action,
        revision.document,
        actor=by,
        filename=revision.filename,
        sha256=revision.sha256,
        size=revision.size,
    )
    return Taken(revision, known=False)
