"""Checking the file of a case on any machine: every hash, and the score computed again. Needs no database.

The file may come from anywhere. Nothing of it is written to disk but scheme definitions under names of ours, nothing
larger than it says is read, and whatever is wrong with it becomes a sentence.
"""

import hashlib
import json
import re
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from zipfile import BadZipFile, ZipFile

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent

from labelapp.assessments.snapshot import Snapshot
from labelapp.events.log import content_hash
from labelapp.reviews.judging import Judgement
from labelapp.reviews.record import ReviewRecord, TotalRecord
from labelapp.reviews.result import judged_result
from labelapp.schemes.answers import AnswerErrors
from labelapp.schemes.definition import Scheme
from labelapp.schemes.loading import DefinitionErrors, load_scheme
from labelapp.schemes.numbers import exact, parse_exact
from labelapp.schemes.results import Result, Total

MOST_FILES = 20_000
MOST_TEXT = 64 * 1024 * 1024  # of one file that is read whole
MOST_BYTES = 50 * 1024 * 1024 * 1024  # of all together
MANIFEST = "manifest.json"
_LOG = "events.jsonl"
MOST_DEFINITION = 4 * 1024 * 1024
MOST_ALIASES = 12  # each may double what is read; ours have two or three
_CHUNK = 1024 * 1024
_SCHEME_FILE = re.compile(r"scheme/([a-z0-9][a-z0-9-]*-\d{4}\.\d+)\.yaml", re.ASCII)
_ALIAS = re.compile(rb"[\s\[{,:-]\*\w")


class NoCaseFile(Exception):
    """The file is not the file of a case, or not one that can be read safely; says why."""


class Listed(BaseModel):
    """What the manifest says about one file."""

    model_config = ConfigDict(extra="forbid")

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size: int = Field(ge=0)


class Manifest(BaseModel):
    """The list of all files."""

    model_config = ConfigDict(extra="forbid")

    format: Literal[1]
    case: int
    made_at: str
    reader: str = Field(alias="for")
    files: dict[str, Listed]


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
    _require_safe(archive)
    raw = _read(archive, MANIFEST)
    try:
        manifest = Manifest.model_validate_json(raw)
    except ValidationError as error:
        raise NoCaseFile(f"{MANIFEST} is not one of a case file: {error.errors()[0]['msg']}") from None
    checked = Checked(facts=[f"sha256 of {MANIFEST}: {hashlib.sha256(raw).hexdigest()}"])
    checked.problems += _file_problems(archive, manifest)
    checked.problems += _content_problems(archive, checked)
    return checked


def _require_safe(archive: ZipFile) -> None:
    """Refuse what no case file holds, before anything is unpacked."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_FILES:
        raise NoCaseFile(f"holds more than {MOST_FILES} files")
    if len(set(names)) != len(names):
        raise NoCaseFile("holds two files of one name")
    for entry in entries:
        path = PurePosixPath(entry.filename)
        outside = path.is_absolute() or ".." in path.parts or "\\" in entry.filename
        if outside or str(path) != entry.filename:
            raise NoCaseFile(f"holds a path that leads elsewhere: {entry.filename!r}")
        if entry.flag_bits & 1:
            raise NoCaseFile(f"holds an encrypted file: {entry.filename!r}")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise NoCaseFile("would be larger than any case file when it is unpacked")
    if MANIFEST not in names:
        raise NoCaseFile(f"has no {MANIFEST}")


def _read(archive: ZipFile, name: str) -> bytes:
    """A file that is read whole. zipfile never gives more than the entry says, and that is looked at first."""
    if archive.getinfo(name).file_size > MOST_TEXT:
        raise NoCaseFile(f"{name} is too large to be what it should be")
    return archive.read(name)


def _file_problems(archive: ZipFile, manifest: Manifest) -> Iterator[str]:
    """Files that are missing, not listed, or not what the manifest says."""
    there = set(archive.namelist()) - {MANIFEST}
    for name in sorted(manifest.files.keys() - there):
        yield f"{name}: missing"
    for name in sorted(there - manifest.files.keys()):
        yield f"{name}: not in the manifest"
    for name in sorted(there & manifest.files.keys()):
        listed = manifest.files[name]
        try:
            if archive.getinfo(name).file_size != listed.size or _digest(archive, name) != listed.sha256:
                yield f"{name}: changed"
        except (BadZipFile, EOFError, zlib.error) as error:
            yield f"{name}: damaged: {error}"
    for name in sorted(there):
        parts = PurePosixPath(name).parts
        listed_file = manifest.files.get(name)
        if len(parts) > 1 and parts[0] == "evidence" and listed_file and listed_file.sha256 != parts[1]:
            yield f"{name}: not the document that was submitted"


def _digest(archive: ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as entry:
        while piece := entry.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _content_problems(archive: ZipFile, checked: Checked) -> Iterator[str]:
    """What the files say of each other, and the score."""
    names = set(archive.namelist())
    if "submission.json" not in names:
        yield "submission.json: missing"
        return
    try:
        content = _json(archive, "submission.json")
        submitted = content_hash(content)
        snapshot = Snapshot.model_validate(content)
        record_content = _json(archive, "report.json") if "report.json" in names else None
        record = ReviewRecord.model_validate(record_content) if record_content is not None else None
        answers = _json(archive, "answers.json") if "answers.json" in names else snapshot.answers
        reported = content_hash(record_content) if record_content is not None else None
        forged = list(_event_problems(_events(archive), submitted, reported)) if _LOG in names else []
    except (ValueError, RecursionError, BadZipFile, EOFError, zlib.error) as error:
        yield f"a record cannot be read: {str(error).splitlines()[0]}"
        return
    if record is not None and record.submission_sha256 != submitted:
        yield "report.json: was written about another submission than submission.json"
    yield from forged
    missing = _missing_evidence(snapshot, names)
    checked.facts += [f"not in the file: evidence {one}" for one in missing]
    try:
        scheme = _scheme(archive, f"{snapshot.scheme.code}-{snapshot.scheme.version}")
    except NoCaseFile as error:
        yield str(error)
        return
    if scheme.content_hash != snapshot.scheme.hash:
        yield f"scheme/: {scheme.key} is not the version under which this was submitted"
    try:
        yield from _score_problems(scheme, snapshot, answers, record, checked)
    except (AnswerErrors, ValueError, TypeError, AttributeError, KeyError) as error:
        yield f"the score cannot be computed: {error}"


def _json(archive: ZipFile, name: str) -> Any:
    return json.loads(_read(archive, name))


def _events(archive: ZipFile) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in _read(archive, _LOG).splitlines()]
    if not all(isinstance(event, dict) and isinstance(event.get("details"), dict) for event in found):
        raise ValueError("events.jsonl does not hold events")
    return found


def _event_problems(events: list[dict[str, Any]], submitted: str, reported: str | None) -> Iterator[str]:
    """Each event carries its hash; what was frozen is what the log fixed."""
    fixed: dict[str, str] = {}
    for event in events:
        content = {key: value for key, value in event.items() if key != "hash"}
        if content_hash(content) != event.get("hash"):
            yield f"events.jsonl: event {event.get('number')} ({event.get('action')}) was changed"
        fixed[str(event.get("action"))] = str(event["details"].get("sha256"))
    if fixed.get("assessment.submitted") != submitted:
        yield "submission.json: is not what the log fixed when it was submitted"
    if reported is not None and fixed.get("report.finalised") != reported:
        yield "report.json: is not what the log fixed when it became final"


def _missing_evidence(snapshot: Snapshot, names: set[str]) -> list[str]:
    offered = {one.sha256 for facts in snapshot.indicators.values() for one in facts.evidence}
    there = {PurePosixPath(name).parts[1] for name in names if name.startswith("evidence/")}
    return sorted(offered - there)


def _scheme(archive: ZipFile, wanted: str) -> Scheme:
    """The scheme version as the file defines it."""
    with tempfile.TemporaryDirectory() as folder:
        for name in archive.namelist():
            matched = _SCHEME_FILE.fullmatch(name)
            if matched:
                content = _read(archive, name)
                _require_small(name, content)
                (Path(folder) / f"{matched[1]}.yaml").write_bytes(content)
        try:
            return load_scheme(Path(folder) / f"{wanted}.yaml")
        except DefinitionErrors as error:
            first = error.errors[0]
            raise NoCaseFile(f"scheme/{first.file.name}: {first.message}") from None
        except (RecursionError, ValueError) as error:
            raise NoCaseFile(f"scheme/{wanted}.yaml: cannot be read: {error}") from None


def _require_small(name: str, content: bytes) -> None:
    """Refuse a definition that is huge, or becomes huge when its aliases are followed."""
    if len(content) > MOST_DEFINITION:
        raise NoCaseFile(f"{name} is too large for a scheme")
    if len(_ALIAS.findall(content)) > MOST_ALIASES and _aliases(content) > MOST_ALIASES:
        raise NoCaseFile(f"{name} repeats itself too often for a scheme")


def _aliases(content: bytes) -> int:
    """How many aliases a definition really has; what looks like one may be text."""
    try:
        events = YAML(typ="safe", pure=True).parse(content)
        return sum(isinstance(event, AliasEvent) for event in events)
    except (YAMLError, ValueError, RecursionError):
        return 0  # told with its line when it is loaded


def _score_problems(
    scheme: Scheme,
    snapshot: Snapshot,
    answers: dict[str, dict[str, Any]],
    record: ReviewRecord | None,
    checked: Checked,
) -> Iterator[str]:
    """Compute both results again and compare them with what was frozen."""
    on = snapshot.confirmed_at.date()
    own = judged_result(scheme, snapshot.answers, {}, on)
    checked.facts.append(f"self-assessed: {_text(own.total)}")
    if (exact(own.total.points), exact(own.total.max)) != (snapshot.total.points, snapshot.total.max):
        frozen = f"{snapshot.total.points} of {snapshot.total.max}"
        yield f"submission.json: the answers come to {_text(own.total)}, not to {frozen}"
    if record is None:
        return
    judgements = {
        code: Judgement(
            parse_exact(one.consensus.points) if one.consensus.points is not None else None,
            one.consensus.minimum_met,
            one.consensus.plausible,
        )
        for code, one in record.indicators.items()
    }
    result = judged_result(scheme, answers, judgements, on)
    checked.facts.append(f"assessed: {_text(result.total)}; awarded by the rules: {result.awarded}")
    yield from _differences(result, record)


def _differences(result: Result, record: ReviewRecord) -> Iterator[str]:
    pairs = [("total", result.total, record.total)]
    pairs += [
        (f"dimension {code}", total, record.dimensions[code])
        for code, total in result.dimensions.items()
        if code in record.dimensions
    ]
    for name, computed, kept in pairs:
        if not _same(computed, kept):
            yield f"report.json: {name}: computed {_text(computed)}, reported {kept.points} of {kept.max}"
    for code in sorted(result.dimensions.keys() ^ record.dimensions.keys()):
        yield f"report.json: dimension {code} stands on one side only"
    if result.awarded != record.awarded:
        yield f"report.json: by the rules awarded is {result.awarded}, reported {record.awarded}"


def _same(computed: Total, kept: TotalRecord) -> bool:
    return (exact(computed.points), exact(computed.max)) == (kept.points, kept.max)


def _text(total: Total) -> str:
    return f"{exact(total.points)} of {exact(total.max)}"
