"""The virus check: state by content, whoever uploaded it. With a scanner set up, nothing leaves before it is clean."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from labelapp.clock import now
from labelapp.events.jobs import NotYet, queue_job
from labelapp.events.log import record
from labelapp.events.outbox import queue_mail
from labelapp.evidence import storage
from labelapp.evidence.clamd import ScannerDown, scan
from labelapp.evidence.models import CheckState, ContentCheck, Document, Revision
from labelapp.extensions import db, settings
from labelapp.web.errors import DomainError
from labelapp.web.links import public_link

JOB = "evidence.check_content"
_AGAIN = timedelta(seconds=30)


class BeingChecked(DomainError):
    """The content is not known to be clean yet; asking again in a few seconds helps."""

    status = 503


class Quarantined(DomainError):
    """A virus was found in the content, and it stays where nobody gets it."""

    status = 410


def states_of(hashes: Iterable[str]) -> dict[str, CheckState]:
    """What is known about each content, in one statement. What no row tells about waits, if there is a scanner."""
    wanted = set(hashes)
    query = select(ContentCheck.sha256, ContentCheck.state).where(ContentCheck.sha256.in_(wanted))
    stored = {row.sha256: row.state for row in db.session.execute(query)} if wanted else {}
    scanner = settings().clamd is not None
    otherwise = CheckState.WAITING if scanner else CheckState.UNSCANNED
    return {sha256: _told(stored.get(sha256), otherwise) for sha256 in wanted}


def _told(stored: CheckState | None, otherwise: CheckState) -> CheckState:
    return otherwise if stored in (None, CheckState.WAITING) else stored or otherwise


def require_clean(sha256: str) -> None:
    """Raise BeingChecked or Quarantined unless the content may leave the server."""
    state = states_of([sha256])[sha256]
    if state is CheckState.WAITING:
        raise BeingChecked(_("This file is being checked for viruses. It opens here as soon as it is clean."))
    if state is CheckState.INFECTED:
        raise Quarantined(_("A virus was found in this file. It was put aside and nobody can open it."))


def ask_for_check(sha256: str) -> None:
    """Have a content checked, unless that was asked for before or there is no scanner."""
    if settings().clamd is None or db.session.get(ContentCheck, sha256) is not None:
        return
    try:
        with db.session.begin_nested():
            db.session.add(ContentCheck(sha256=sha256, state=CheckState.WAITING))
    except IntegrityError:
        return  # somebody else uploaded the same content in the same moment
    queue_job(JOB, sha256=sha256)


def ask_for_unchecked() -> int:
    """Have every content checked that came before there was a scanner; return how many."""
    if settings().clamd is None:
        return 0
    query = select(Revision.sha256).distinct().where(Revision.sha256.not_in(select(ContentCheck.sha256)))
    unchecked = list(db.session.scalars(query))
    for sha256 in unchecked:
        ask_for_check(sha256)
    return len(unchecked)


def check_content(sha256: str) -> None:
    """The job: scan one content and keep the verdict. Raises NotYet while scanner or storage are down.

    No transaction is open while the scanner works. An infected content is marked first and moved after that: a
    worker that dies in between leaves a content that is not served, and the job moves it when it is run again.
    """
    scanner = settings().clamd
    check = db.session.get(ContentCheck, sha256)
    if scanner is None or check is None:
        return
    if check.state is CheckState.WAITING:
        db.session.commit()
        finding = _scan(scanner, sha256)
        check = db.session.get_one(ContentCheck, sha256, with_for_update=True)
        _keep(check, finding)
        db.session.commit()
    if check.state is CheckState.INFECTED:
        _put_aside(sha256)


def _scan(scanner: str, sha256: str) -> str | None:
    try:
        return scan(scanner, storage.read(sha256))
    except (ScannerDown, storage.StorageDown) as error:
        raise NotYet(str(error), _AGAIN) from error


def _put_aside(sha256: str) -> None:
    try:
        storage.quarantine(sha256)
    except storage.StorageDown as error:
        raise NotYet(error.message, _AGAIN) from error


def _keep(check: ContentCheck, finding: str | None) -> None:
    if check.state is not CheckState.WAITING:
        return
    check.checked_at, check.finding = now(), finding[:255] if finding else None
    check.state = CheckState.INFECTED if finding else CheckState.CLEAN
    if finding:
        for revision in revisions_with(check.sha256):
            record(
                "document.quarantined", revision.document, sha256=check.sha256, finding=finding,
                filename=revision.filename,
            )  # fmt: skip
            _tell_uploader(revision, finding)


def revisions_with(sha256: str) -> list[Revision]:
    """Every revision with this content, of any cluster organisation."""
    document = joinedload(Revision.document, innerjoin=True).joinedload(Document.cluster, innerjoin=True)
    query = select(Revision).where(Revision.sha256 == sha256).options(document).order_by(Revision.id)
    return list(db.session.scalars(query))


def _tell_uploader(revision: Revision, finding: str) -> None:
    user = revision.uploaded_by
    queue_mail(
        user.email,
        user.locale,
        "file_quarantined",
        person=user.name,
        cluster=revision.document.cluster.name,
        title=revision.document.title,
        filename=revision.filename,
        finding=finding,
        url=public_link("evidence.document", document_id=revision.document_id),
    )
