"""Where a credential that was handed in differs from the one that was issued. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from labelapp.certificates.credential.proof import Document

_MOST = 12
_LONGEST = 200


@dataclass(frozen=True)
class Difference:
    """A place in the document, what the file says there and what was issued; an empty text where it says nothing."""

    place: str
    said: str
    issued: str


def differences(said: Document, issued: Document) -> list[Difference]:
    """The first places that differ, in the order of the document; the proofs are left out."""
    theirs, ours = dict(_leaves(said)), dict(_leaves(issued))
    found = [
        Difference(place, theirs.get(place, ""), ours.get(place, ""))
        for place in dict.fromkeys([*ours, *theirs])
        if theirs.get(place) != ours.get(place)
    ]
    return found[:_MOST]


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if place or name != "proof":
                yield from _leaves(inner, f"{place}.{name}"[:_LONGEST].lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _leaves(inner, f"{place}[{number}]"[:_LONGEST])
    else:
        yield place, str(value)[:_LONGEST]
