"""Small files of every kind, made by the libraries that read them."""

import io
import zipfile
import zlib
from struct import pack

import pikepdf


def pdf(pages: int = 1, password: str | None = None, mark: str = "") -> bytes:
    """A PDF with so many empty pages; `mark` makes its content differ."""
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page(page_size=(200, 200))
        document.docinfo["/Title"] = mark
        out = io.BytesIO()
        encryption = pikepdf.Encryption(owner=password, user=password) if password else None
        document.save(out, encryption=encryption or False, deterministic_id=password is None)
    return out.getvalue()


def png() -> bytes:
    """One white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP archive of these parts, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def _content_type(kind: str) -> bytes:
    name = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    return f'<Override ContentType="{name}"/>'.encode()


def docx(**more: bytes) -> bytes:
    """The parts of a text by which it is known."""
    types = _content_type("wordprocessingml.document")
    return archive({"[Content_Types].xml": types, "word/document.xml": b"<w/>", **more})


def xlsx() -> bytes:
    """The parts of a table by which it is known."""
    types = _content_type("spreadsheetml.sheet")
    return archive({"[Content_Types].xml": types, "xl/workbook.xml": b"<x/>"})


def with_script(content: bytes) -> bytes:
    """A true file of its kind with a page and a script behind its end, where many readers do not look."""
    return content + b"\n<html><script>window.hacked = true; alert(1)</script></html>\n"


def odt(**more: bytes) -> bytes:
    """The parts of an OpenDocument text by which it is known."""
    return archive(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>", **more}
    )
