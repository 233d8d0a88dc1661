"""Making the file of a case.

Everything that stands in the database is read and hashed at once, and evidence is known by its hash; so the manifest
is complete, and its hash in the log, before the first byte leaves. Sending needs the storage alone, a piece at a time.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from labelapp.accounts.models import User
from labelapp.casefile.models import Case
from labelapp.casefile.queries import Wish, case_events
from labelapp.clock import now
from labelapp.events.log import event_content, record
from labelapp.events.parts import Item, as_bytes, parts, written
from labelapp.events.telling import Readers, words_of
from labelapp.events.zipping import zipped

MANIFEST = "manifest.json"
README = """The file of one case
====================

submission.json      what the cluster organisation confirmed and submitted, frozen
scheme/              the version of the scheme that applies, with those that it extends
evidence/            the documents offered, each in a folder named by its SHA-256
objections.json      whether the cluster organisation objected to an expert, and the answers
clarifications.json  what was asked after the submission and what was handed in, frozen round by round
visit.json           agenda, questions and people of the visit
drafts.json          the drafts that the cluster organisation read, with its remarks
interests.json       who declared about their interests, and when
answers.json         the answers that were scored: the submission with what was handed in later
sheets.json          every score sheet with every score ever given
consensus.json       what the assessors agreed, in the order in which they did; proposals.json what they proposed
disputes.json        what they did not agree on, and what a third expert gave
report.json          the final report as a record, report.pdf as it is read (not sealed)
writing.json         every version of its texts, and what the other assessor said of the drafts
board.json           the case before the board: proposal, votes counted, outcome; deferrals.json what was put off
appeals.json         appeals against the decision with their grounds, and how they were decided
reexamination/       where an appeal was upheld: the same files of the second review, by other people
decisions.json       what the board decided and why; conditions.json what the award asks and how it was answered
certificates.json    what was certified
declarations.json    what the holder declared each year; changes.json what it reported
hearings.json        suspensions and withdrawals that were meant, with answers and decisions; flags.json what led there
events.jsonl         what the log says about the case, one event a line, with its hash
manifest.json        the size and SHA-256 of every other file

Scores are here when the report is final, and only in a file that the office took out. Nobody's vote is here, nor who
voted or put a question on the list of the visit.

To check all hashes and compute the score again on any machine, without a database:

    labelapp case verify FILE.zip

The result follows from answers.json and from the agreed points and judgements of minimum requirements in
report.json ("consensus" of each indicator), by the rules in scheme/. Numbers are exact text: "4.5", "1/3".
The hash of a submission, a round, a report or an event is the SHA-256 of its canonical JSON (RFC 8785); an event's is
over everything in its line but "hash" itself.
"""


@dataclass(frozen=True)
class Made:
    """A file that is ready to be sent. `pieces` reads evidence from the storage, and nothing from the database."""

    filename: str
    pieces: Iterator[bytes]


def export_case(case: Case, reader: Readers, by: User) -> Made:
    """Draw up the file for a reader, and note in the log who took it out."""
    items = {one.path: one for one in _items(case, reader)}
    manifest = as_bytes(
        {
            "format": 1,
            "case": case.assessment.id,
            "made_at": now().isoformat(timespec="seconds"),
            "for": reader.value,
            "files": {path: {"sha256": one.sha256, "size": one.size} for path, one in items.items()},
        }
    )
    action = "case.exported" if reader is Readers.OFFICE else "case.exported_by_team"
    record(action, case.assessment, actor=by, sha256=hashlib.sha256(manifest).hexdigest())
    return Made(f"case-{case.assessment.id}.zip", zipped([*items.values(), written(MANIFEST, manifest)]))


def _items(case: Case, reader: Readers) -> Iterator[Item]:
    yield written("README.txt", README.encode())
    for part in parts():
        yield from part(case.assessment.id, reader)
    if reader is Readers.OFFICE:
        yield written("events.jsonl", b"".join(_events(case, reader)))


def _events(case: Case, reader: Readers) -> Iterator[bytes]:
    for event in case_events(case, reader, Wish(oldest_first=True, whole=True)):
        if not words_of(event.action).unnamed:
            line = event_content(event) | {"hash": event.hash}
            yield json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n"
