"""File names that people sent, made safe to show and to send back."""

import unicodedata
from pathlib import PurePosixPath

from labelapp.evidence.kinds import Kind

_LONGEST_STEM = 150


def safe_filename(sent: str | None, kind: Kind) -> str:
    """The name without folders, control or direction characters, ending as its content demands.

    A picture that calls itself `plan.pdf` becomes `plan.pdf.png`: the ending that programs go by is true.
    """
    text = unicodedata.normalize("NFC", sent or "").replace("\\", "/").rpartition("/")[2]
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C").strip(" .")
    stem, suffix = PurePosixPath(text).stem, PurePosixPath(text).suffix.lower()
    if suffix not in kind.suffixes:
        stem, suffix = text, kind.suffixes[0]
    return (stem[:_LONGEST_STEM] or "document") + suffix


def title_from(filename: str) -> str:
    """The title that a document gets when nobody wrote one: its name without the ending."""
    return PurePosixPath(filename).stem.replace("_", " ").strip() or filename
