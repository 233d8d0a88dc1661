"""What a file is, read from its content and never from its name. Only kinds on the list are accepted.

The list holds what assessors can open on any machine and what carries no program: no HTML, SVG, macros,
archives or executables.
"""

import codecs
from dataclasses import dataclass
from typing import BinaryIO

import puremagic
from flask_babel import gettext as _

from labelapp.evidence.containers import container_kind
from labelapp.web.errors import InvalidInput

_HEAD = 4096
_TEXT_CHUNK = 256 * 1024
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\xca\xfe\xba\xbe", b"#!")
# Tab, line feed, form feed, carriage return; every other control character means that this is no text.
_ALLOWED_CONTROLS = "\t\n\f\r"


@dataclass(frozen=True)
class Kind:
    """An accepted kind of file. The first of `suffixes` is the usual ending, `inline` says that a browser shows it."""

    content_type: str
    suffixes: tuple[str, ...]
    inline: bool = False


PDF = Kind("application/pdf", (".pdf",), inline=True)
PNG = Kind("image/png", (".png",), inline=True)
JPEG = Kind("image/jpeg", (".jpg", ".jpeg", ".jfif"), inline=True)
WEBP = Kind("image/webp", (".webp",), inline=True)
TEXT = Kind("text/plain", (".txt", ".md", ".log"))
CSV = Kind("text/csv", (".csv",))
_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
CONTAINERS = {
    "docx": Kind(f"{_OOXML}.wordprocessingml.document", (".docx",)),
    "xlsx": Kind(f"{_OOXML}.spreadsheetml.sheet", (".xlsx",)),
    "pptx": Kind(f"{_OOXML}.presentationml.presentation", (".pptx",)),
    "odt": Kind(f"{_ODF}.text", (".odt",)),
    "ods": Kind(f"{_ODF}.spreadsheet", (".ods",)),
    "odp": Kind(f"{_ODF}.presentation", (".odp",)),
}
INLINE_TYPES = frozenset(kind.content_type for kind in (PDF, PNG, JPEG, WEBP))
ACCEPTED_SUFFIXES = tuple(
    suffix for kind in (PDF, PNG, JPEG, WEBP, *CONTAINERS.values(), CSV, TEXT) for suffix in kind.suffixes
)


def recognise(file: BinaryIO, filename: str) -> Kind:
    """The kind of the content of `file`, which is left at its start.

    `filename` only decides between the two forms of plain text, which content cannot tell apart.
    Raises InvalidInput with a sentence that says what the file is instead.
    """
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if not head:
        raise InvalidInput(_("This file is empty. Choose the file with its content."))
    kind = _by_signature(head) or _by_container(file, head) or _by_text(file, head, filename)
    file.seek(0)
    if kind is None:
        raise InvalidInput(_refusal(head))
    return kind


def _by_signature(head: bytes) -> Kind | None:
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return None


def _by_container(file: BinaryIO, head: bytes) -> Kind | None:
    return CONTAINERS[container_kind(file)] if head.startswith(b"PK\x03\x04") else None


def _by_text(file: BinaryIO, head: bytes, filename: str) -> Kind | None:
    if _markup(head) or head.startswith((b"#!", b"{\\rtf")) or not _is_plain_text(file):
        return None
    return CSV if filename.lower().endswith(CSV.suffixes) else TEXT


def _markup(head: bytes) -> bool:
    """Pages, drawings and other mark-up begin with an angle bracket, as no list or note does."""
    return head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")


def _is_plain_text(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    file.seek(0)
    try:
        while chunk := file.read(_TEXT_CHUNK):
            if not _only_text(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _only_text(text: str) -> bool:
    return all(letter >= " " or letter in _ALLOWED_CONTROLS for letter in text) and "\x7f" not in text


def _refusal(head: bytes) -> str:
    """What the file is, as far as its content tells, and what to do instead."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for beginnings, sentence in _refusals():
        if start.startswith(beginnings):
            return str(sentence)
    if start.startswith(b"<"):
        return _refused_markup(start.lower())
    if _only_text(head.decode("latin-1")):
        return str(_("This text is not written in UTF-8. Save it as “UTF-8” and choose that file."))
    name = _known_name(head)
    if name:
        return str(
            _(
                "This is “%(kind)s”. Accepted are PDF, pictures, Office and OpenDocument files, CSV.",
                kind=name,
            )
        )
    return str(
        _(
            "The content of this file is unknown. Accepted are PDF, pictures, Office and OpenDocument files, CSV."
        )
    )


def _refusals() -> tuple[tuple[tuple[bytes, ...], str], ...]:
    """How files begin that people try most often, with the way out."""
    return (
        (_PROGRAMS, _("This is a program. Programs are not accepted as documents.")),
        ((b"{\\rtf",), _("This is an RTF text. Save it as PDF or DOCX and choose that file.")),
        (
            (b"\xd0\xcf\x11\xe0",),
            _(
                "This is an old or protected Office file. Save it as PDF, DOCX, XLSX or PPTX and choose that file."
            ),
        ),
        (
            (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
            _("This text is not written in UTF-8. Save it as “UTF-8” and choose that file."),
        ),
    )


def _refused_markup(start: bytes) -> str:
    if b"<svg" in start:
        return str(_("This is an SVG drawing. Save it as PDF or PNG and choose that file."))
    return str(
        _(
            "This is a web page (HTML) or other mark-up, whatever its name says. Print it to PDF and choose that."
        )
    )


def _known_name(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    sure = [match for match in found if match.confidence >= 0.4 and match.name]
    return str(sure[0].name) if sure else ""
