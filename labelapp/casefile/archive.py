"""Reading the ZIP of a case from anywhere: safe to unpack, complete, and what its manifest says."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Literal
from zipfile import BadZipFile, ZipFile

from pydantic import BaseModel, ConfigDict, Field

MOST_FILES = 20_000
MOST_TEXT = 64 * 1024 * 1024  # of one file that is read whole
MOST_BYTES = 50 * 1024 * 1024 * 1024  # of all together
MANIFEST = "manifest.json"
_CHUNK = 1024 * 1024


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


def require_safe(archive: ZipFile) -> None:
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


def read(archive: ZipFile, name: str) -> bytes:
    """A file that is read whole. zipfile never gives more than the entry says, and that is looked at first."""
    if archive.getinfo(name).file_size > MOST_TEXT:
        raise NoCaseFile(f"{name} is too large to be what it should be")
    return archive.read(name)


def file_problems(archive: ZipFile, manifest: Manifest) -> Iterator[str]:
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


def read_json(archive: ZipFile, name: str) -> Any:
    """What a file holds. Raises ValueError when it is no JSON."""
    return json.loads(read(archive, name))
