"""Checking the file of a case on any machine: every hash, and the score computed again. Needs no database.

The file may come from anywhere: whatever is wrong with it becomes a sentence.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from pydantic import BaseModel, ValidationError

from labelapp.assessments.snapshot import Snapshot
from labelapp.casefile.archive import (
    MANIFEST,
    Manifest,
    NoCaseFile,
    file_problems,
    read,
    read_json,
    require_safe,
)
from labelapp.casefile.definition import defined_scheme
from labelapp.casefile.recomputing import Records, score_problems
from labelapp.events.log import content_hash
from labelapp.reviews.clarifications.supplements import Supplement
from labelapp.reviews.record import ReviewRecord
from labelapp.schemes.answers import AnswerErrors

_LOG = "events.jsonl"
# Where the files of the second review stand, after an upheld appeal.
REEXAMINATION = "reexamination/"


class Checked(BaseModel):
    """What came out: `problems` in words, empty when everything holds; `facts` for the reader."""

    facts: list[str] = []
    problems: list[str] = []


def check_case_file(path: Path) -> Checked:
    """Check a file. Raises NoCaseFile when it cannot be read as one."""
    try:
        with ZipFile(path) as archive:
            return _check(archive)
    except (OSError, BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise NoCaseFile(f"{path}: cannot be read: {error}") from None
    except NoCaseFile as error:
        raise NoCaseFile(f"{path}: {error}") from None


def _check(archive: ZipFile) -> Checked:
    require_safe(archive)
    raw = read(archive, MANIFEST)
    try:
        manifest = Manifest.model_validate_json(raw)
    except ValidationError as error:
        raise NoCaseFile(f"{MANIFEST} is not one of a case file: {error.errors()[0]['msg']}") from None
    checked = Checked(facts=[f"sha256 of {MANIFEST}: {hashlib.sha256(raw).hexdigest()}"])
    checked.problems += file_problems(archive, manifest)
    checked.problems += dict.fromkeys(_content_problems(archive, checked))
    return checked


class _Files:
    """The records of one review in the file, and the hash of each that the log fixed. `folder` ends with a slash."""

    def __init__(self, archive: ZipFile, folder: str) -> None:
        self._archive, self._names, self.folder = archive, set(archive.namelist()), folder
        submission = self._json("submission.json", {})
        report = self._json(f"{folder}report.json", None)
        rounds = [one for one in self._json(f"{folder}clarifications.json", []) if one["frozen"] is not None]
        self.events = self._events()
        self.submitted = content_hash(submission)
        self.reported = None if report is None else content_hash(report)
        self.rounds = {one["number"]: (one["sha256"], content_hash(one["frozen"])) for one in rounds}
        self.records = Records(
            snapshot=Snapshot.model_validate(submission),
            supplements=tuple(Supplement.model_validate(one["frozen"]) for one in rounds),
            answers=self._json(f"{folder}answers.json", None),
            report=None if report is None else ReviewRecord.model_validate(report),
            sheets=self._json(f"{folder}sheets.json", []),
            consensus=self._json(f"{folder}consensus.json", []),
        )

    def _json(self, name: str, otherwise: Any) -> Any:
        return read_json(self._archive, name) if name in self._names else otherwise

    def _events(self) -> list[dict[str, Any]] | None:
        if _LOG not in self._names:
            return None
        found = [json.loads(line) for line in read(self._archive, _LOG).splitlines()]
        if not all(isinstance(event, dict) and isinstance(event.get("details"), dict) for event in found):
            raise ValueError("events.jsonl does not hold events")
        return found

    def missing_evidence(self) -> list[str]:
        """The hashes of documents that were offered and are not in the file."""
        offered = {one.sha256 for facts in self.records.judged.indicators.values() for one in facts.evidence}
        there = {PurePosixPath(name).parts[1] for name in self._names if name.startswith("evidence/")}
        return sorted(offered - there)


def _content_problems(archive: ZipFile, checked: Checked) -> Iterator[str]:
    """What the files say of each other, and the score."""
    names = archive.namelist()
    if "submission.json" not in names:
        yield "submission.json: missing"
        return
    yield from _review_problems(archive, "", checked)
    if any(name.startswith(REEXAMINATION) for name in names):
        yield from _review_problems(archive, REEXAMINATION, checked)


def _review_problems(archive: ZipFile, folder: str, checked: Checked) -> Iterator[str]:
    try:
        files = _Files(archive, folder)
        forged = [*_round_problems(files), *_event_problems(files)]
        missing = files.missing_evidence()
    except (ValueError, TypeError, KeyError, RecursionError, BadZipFile, EOFError, zlib.error) as error:
        yield f"a record cannot be read: {str(error).splitlines()[0]}"
        return
    report = files.records.report
    if report is not None and report.submission_sha256 != files.submitted:
        yield f"{folder}report.json: was written about another submission than submission.json"
    yield from forged
    checked.facts += [f"not in the file: evidence {one}" for one in missing]
    yield from _result_problems(archive, files, checked)


def _result_problems(archive: ZipFile, files: _Files, checked: Checked) -> Iterator[str]:
    records, facts = files.records, list[str]()
    frozen = records.snapshot.scheme
    try:
        scheme = defined_scheme(archive, f"{frozen.code}-{frozen.version}")
    except NoCaseFile as error:
        yield str(error)
        return
    if scheme.content_hash != frozen.hash:
        yield f"scheme/: {scheme.key} is not the version under which this was submitted"
    try:
        yield from (f"{files.folder}{problem}" for problem in score_problems(scheme, records, facts))
        checked.facts += [f"{files.folder} {fact}".strip() for fact in facts]
    except (AnswerErrors, ValueError, TypeError, AttributeError, KeyError) as error:
        yield f"the score cannot be computed: {error}"


def _round_problems(files: _Files) -> Iterator[str]:
    for number, (stated, computed) in files.rounds.items():
        if stated != computed:
            yield f"{files.folder}clarifications.json: round {number} was changed after it was frozen"


def _event_problems(files: _Files) -> Iterator[str]:
    """Each event carries its hash; what was frozen is what the log fixed."""
    if files.events is None:
        return
    fixed: set[tuple[str, str]] = set()
    for event in files.events:
        content = {key: value for key, value in event.items() if key != "hash"}
        if content_hash(content) != event.get("hash"):
            yield f"events.jsonl: event {event.get('number')} ({event.get('action')}) was changed"
        fixed.add((str(event.get("action")), str(event["details"].get("sha256"))))
    if ("assessment.submitted", files.submitted) not in fixed:
        yield "submission.json: is not what the log fixed when it was submitted"
    if files.reported is not None and ("report.finalised", files.reported) not in fixed:
        yield f"{files.folder}report.json: is not what the log fixed when it became final"
    for number, (_stated, computed) in files.rounds.items():
        if ("clarification.ended", computed) not in fixed:
            yield f"{files.folder}clarifications.json: round {number} is not what the log fixed when it ended"
