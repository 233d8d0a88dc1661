"""What stands in the file of a case. Packages add their part; this one knows nothing about them."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from labelapp.events.telling import Readers


@dataclass(frozen=True)
class Item:
    """A file within the case file. Hash and size are known before its content is read, in `pieces`, to be sent."""

    path: str
    sha256: str
    size: int
    pieces: Callable[[], Iterable[bytes]]


# The files that a package has about the case of a self-assessment, for the office or for the cluster's team.
Part = Callable[[int, Readers], Iterable[Item]]
_KEY = "parts of case files"


def register_part(app: Flask, part: Part) -> None:
    """Let a package add files. It gives the team nothing that the team may not read."""
    app.extensions.setdefault(_KEY, []).append(part)


def parts() -> list[Part]:
    """The parts in the order in which packages registered them."""
    found: list[Part] = current_app.extensions.get(_KEY, [])
    return found


def written(path: str, content: bytes) -> Item:
    """A file that we wrote ourselves."""
    return Item(path, hashlib.sha256(content).hexdigest(), len(content), lambda: [content])


def as_bytes(content: Any) -> bytes:
    """JSON that people can read too."""
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def told(path: str, content: Any) -> Iterator[Item]:
    """A file of JSON, when there is anything to say."""
    if content:
        yield written(path, as_bytes(content))


def moment(value: Any) -> str | None:
    """A day or a moment as JSON holds it."""
    return None if value is None else str(value.isoformat())
