"""Reading a credential that somebody hands in, as a file or inside a PDF, without trusting or running any of it."""

import json
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from labelapp.certificates.credential.proof import Document

LARGEST = 256 * 1024  # bytes of a credential; ours have 4 kB, and a picture may lie in one
_MOST_ATTACHED = 8  # attachments of one PDF that are looked into
_ATTACHED = re.compile(rb"/EmbeddedFile\b")
_BEGIN = re.compile(rb"\bstream\r?\n")
_FURTHEST = 600  # bytes from the name of its kind to the beginning of an attachment
_CREDENTIAL = "VerifiableCredential"
_DEEPEST = 40
_LONGEST_NAME = 400


def read_credential(content: bytes) -> Document | None:
    """The credential in a file of JSON, None when it is none."""
    if len(content) > LARGEST:
        return None
    try:
        found = json.loads(content, parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False).encode()  # half a letter would stop whatever writes it down
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or _depth(found) > _DEEPEST:
        return None
    kinds = found.get("type")
    return found if isinstance(kinds, list) and _CREDENTIAL in kinds else None


def embedded_credential(content: bytes) -> Document | None:
    """The first credential that is attached to a PDF.

    Attachments are found as bytes: no foreign PDF is parsed. They are compressed as we write them, or not at all.
    """
    for attached in _attachments(content):
        found = read_credential(attached)
        if found is not None:
            return found
    return None


def issuer_of(document: Document) -> str:
    """The identifier of whom the document names as its issuer, an empty text for none."""
    issuer = document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    return named[:_LONGEST_NAME] if isinstance(named, str) else ""


def code_in(document: Document) -> str:
    """The verification code in the address of one of our credentials, an empty text for other addresses."""
    try:
        parts = urlsplit(str(document.get("id", ""))).path.split("/")
    except ValueError:
        return ""
    return parts[-2] if len(parts) > 2 and parts[-1] == "credential.json" and parts[-3] == "verify" else ""


def _attachments(content: bytes) -> Iterator[bytes]:
    for match in islice(_ATTACHED.finditer(content), _MOST_ATTACHED):
        begin = _BEGIN.search(content, match.end(), match.end() + _FURTHEST)
        if begin is None:
            continue
        rest = content[begin.end() : begin.end() + LARGEST]
        try:
            yield zlib.decompressobj().decompress(rest, LARGEST + 1)
        except zlib.error:  # it lies there as it is
            yield rest.partition(b"endstream")[0]


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _depth(value: Any) -> int:
    """How deep objects and lists are nested, looked at level by level."""
    depth, level = 0, [value]
    while level and depth <= _DEEPEST:
        depth += 1
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
        ]
    return depth
