"""What a document says about its seal, as ordinary text: a visible widget would break PDF/UA."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SealNote:
    """Who seals the document, and whether with a key that the instance made for itself, which proves nothing."""

    name: str
    test: bool
