"""Office and OpenDocument files are ZIP archives; what they are is decided by the parts inside."""

import lzma
import struct
import zipfile
import zlib
from typing import BinaryIO

from flask_babel import gettext as _

from labelapp.web.errors import InvalidInput

# What the parts of a damaged or hostile archive make the library raise, compressed contents included.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
)
_MOST_PARTS = 20_000
_MOST_TYPES = 512 * 1024
_MOST_UNPACKED = 1_000_000_000
_OOXML_MAIN = {
    "word/document.xml": ("docx", b"wordprocessingml.document.main+xml"),
    "xl/workbook.xml": ("xlsx", b"spreadsheetml.sheet.main+xml"),
    "ppt/presentation.xml": ("pptx", b"presentationml.presentation.main+xml"),
}
_ODF_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}


def unpacked_size(file: BinaryIO) -> tuple[int, int]:
    """What the parts of an archive say that they come to: unpacked and packed. Raises what `zipfile` raises."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    file.seek(0)
    return sum(part.file_size for part in parts), sum(part.compress_size for part in parts)


def container_kind(file: BinaryIO) -> str:
    """One of docx, xlsx, pptx, odt, ods, odp. Nothing is unpacked but the small part that names the type.

    That part is read up to a bound, whatever size it declares. Raises InvalidInput for any other archive, one with
    macros, a damaged one, and one that says itself that it unpacks to more than a gigabyte.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return _kind(archive)
    except _DAMAGE as error:
        raise InvalidInput(
            _("This file is damaged and cannot be opened. Save it again and retry.")
        ) from error


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if len(names) > _MOST_PARTS:
        raise InvalidInput(_("This archive has too many parts to be a document."))
    if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
        raise InvalidInput(
            _("This file would fill a disk when it is unpacked. Save it anew from its program, or as PDF.")
        )
    kind = _ooxml(archive, names) or _opendocument(archive, names)
    if kind is None:
        raise InvalidInput(_("This is a ZIP archive. Unpack it and choose its documents one by one."))
    if any(name.lower().endswith("vbaproject.bin") for name in names) or any(
        name.startswith(("Basic/", "Scripts/")) for name in names
    ):
        raise InvalidInput(
            _("This file contains macros. Save it without macros or as PDF and choose that file.")
        )
    return kind


def _ooxml(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "[Content_Types].xml" not in names:
        return None
    types = _small_part(archive, "[Content_Types].xml")
    for part, (kind, main_type) in _OOXML_MAIN.items():
        if part in names:
            if b"macroenabled" in types.lower():
                raise InvalidInput(
                    _("This file contains macros. Save it without macros or as PDF and choose that file.")
                )
            return kind if main_type in types else None
    return None


def _opendocument(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "mimetype" not in names or "content.xml" not in names:
        return None
    return _ODF_TYPES.get(_small_part(archive, "mimetype").strip())


def _small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MOST_TYPES)
