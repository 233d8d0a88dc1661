"""Making the file of a case. Nothing of it is held in memory whole; evidence comes in pieces from the storage."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from labelapp.accounts.models import User
from labelapp.casefile.contents import as_bytes
from labelapp.casefile.models import Case
from labelapp.casefile.queries import Wish, case_events
from labelapp.clock import now
from labelapp.events.log import event_content, record
from labelapp.events.parts import Item, parts
from labelapp.events.telling import Readers

CHUNK = 1024 * 1024
README = """The file of one case
====================

submission.json    what the cluster organisation confirmed and submitted, frozen
scheme/            the version of the scheme that applies, with those that it extends
evidence/          the documents offered, each in a folder named by its SHA-256
answers.json       the answers that were scored
sheets.json        every score sheet with every score ever given
consensus.json     what the assessors agreed, in the order in which they did
report.json        the final report as a record, report.pdf as it was printed
decisions.json     what the board decided and why; certificates.json what was certified
events.jsonl       what the log says about the case, one event a line, with its hash
manifest.json      the size and SHA-256 of every other file

Scores are here when the report is final, and only in a file that the office took out.

To check all hashes and compute the score again on any machine, without a database:

    labelapp case verify FILE.zip

The result follows from answers.json and from the agreed points and judgements of minimum requirements in
report.json ("consensus" of each indicator), by the rules in scheme/. Numbers are exact text: "4.5", "1/3".
The hash of a submission, a report or an event is the SHA-256 of its canonical JSON (RFC 8785); an event's is over
everything in its line but "hash" itself.
"""


@dataclass(frozen=True)
class Made:
    """A finished file, open at its start and gone when it is closed."""

    file: IO[bytes]
    size: int
    filename: str


def export_case(case: Case, reader: Readers, by: User) -> Made:
    """Make the file for a reader, and note in the log who took it out."""
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it when it has left
    try:
        digest = _write(file, case, reader)
    except BaseException:
        file.close()
        raise
    action = "case.exported" if reader is Readers.OFFICE else "case.exported_by_team"
    record(action, case.assessment, actor=by, sha256=digest)
    size = file.tell()
    file.seek(0)
    return Made(file, size, f"case-{case.assessment.id}.zip")


def _write(file: IO[bytes], case: Case, reader: Readers) -> str:
    """Write all parts and the manifest; return the SHA-256 of the manifest."""
    listed: dict[str, dict[str, object]] = {}
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for path, pieces in _items(case, reader):
            listed[path] = _add(archive, path, pieces)
        manifest = {
            "format": 1,
            "case": case.assessment.id,
            "made_at": now().isoformat(timespec="seconds"),
            "for": reader.value,
            "files": listed,
        }
        content = b"".join(as_bytes(manifest))
        archive.writestr("manifest.json", content)
    file.seek(0, 2)
    return hashlib.sha256(content).hexdigest()


def _items(case: Case, reader: Readers) -> Iterator[Item]:
    yield "README.txt", [README.encode()]
    for part in parts():
        yield from part(case.assessment.id, reader)
    if reader is Readers.OFFICE:
        yield "events.jsonl", _events(case, reader)


def _events(case: Case, reader: Readers) -> Iterator[bytes]:
    for event in case_events(case, reader, Wish(oldest_first=True, whole=True)):
        line = event_content(event) | {"hash": event.hash}
        yield json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _add(archive: ZipFile, path: str, pieces: Iterable[bytes]) -> dict[str, object]:
    """Write one file piece by piece; return what the manifest says about it."""
    digest, size = hashlib.sha256(), 0
    with archive.open(path, "w", force_zip64=True) as entry:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            entry.write(piece)
    return {"sha256": digest.hexdigest(), "size": size}
