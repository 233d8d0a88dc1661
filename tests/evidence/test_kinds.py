"""A file is what its content says, and only kinds on the list are accepted."""

import io
import zipfile

import pytest
from flask import Flask

from labelapp.evidence.kinds import recognise
from labelapp.web.errors import InvalidInput
from tests.evidence import files

pytestmark = pytest.mark.usefixtures("app")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (files.pdf(), "report.pdf", "application/pdf"),
        (files.pdf(), "picture.png", "application/pdf"),
        (files.png(), "plan.png", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40), "photo.jpg", "image/jpeg"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(40), "photo.webp", "image/webp"),
        (files.docx(), "x.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (files.xlsx(), "x.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (files.odt(), "x.odt", "application/vnd.oasis.opendocument.text"),
        ("name;ville\nÉtoile;Saint-Malo\n".encode(), "members.csv", "text/csv"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}Σημείωμα\n".encode(), "note.txt", "text/plain"),
    ],
)
def test_accepted_kind_is_read_from_the_content(content: bytes, name: str, content_type: str) -> None:
    assert recognise(io.BytesIO(content), name).content_type == content_type


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "empty.pdf", "empty"),
        (b"<!doctype html><title>x</title><script>alert(1)</script>", "report.pdf", "HTML"),
        (b"\n  <html><body>hello", "notes.txt", "HTML"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "logo.png", "SVG"),
        (b"MZ\x90\x00" + bytes(200), "setup.pdf", "program"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "tool", "program"),
        (b"#!/bin/sh\nrm -rf /\n", "list.txt", "program"),
        (files.archive({"a.txt": b"a"}), "all.zip", "ZIP"),
        (files.archive({"a.txt": b"a"}), "all.docx", "ZIP"),
        (files.archive({"[Content_Types].xml": b"", "word/document.xml": b""}), "forged.docx", "ZIP"),
        (files.docx(**{"word/vbaProject.bin": b"x"}), "macros.docx", "macros"),
        (files.odt(**{"Basic/Standard/Module1.xml": b"x"}), "macros.odt", "macros"),
        (b"PK\x03\x04" + bytes(200), "broken.docx", "damaged"),
        (b"{\\rtf1 hello}", "letter.pdf", "RTF"),
        (OLE, "old.doc", "Office"),
        ("text".encode("utf-16"), "wide.txt", "UTF-8"),
        (b"GIF89a" + bytes(40), "moving.png", "Graphics interchange"),
        (b"plain \x00 not", "members.csv", "unknown"),
        ("café".encode("latin-1"), "members.csv", "UTF-8"),
        (b"see %PDF-1.7 below\x00", "late.pdf", "unknown"),
    ],
)
def test_other_kind_is_refused_and_named(content: bytes, name: str, word: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        recognise(io.BytesIO(content), name)
    assert word in refused.value.message


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_container_with_damaged_compression_is_refused(method: int) -> None:
    content = bytearray(files.archive({"[Content_Types].xml": b"a" * 999, "word/document.xml": b""}, method))
    start = content.find(b"[Content_Types].xml") + len(b"[Content_Types].xml")
    content[start + 4 : start + 16] = b"\xff" * 12
    with pytest.raises(InvalidInput) as refused:
        recognise(io.BytesIO(content), "x.docx")
    assert "damaged" in refused.value.message


def test_container_whose_index_points_before_its_start_is_refused() -> None:
    content = bytearray(files.docx())
    place = content.find(b"PK\x05\x06") + 16
    content[place : place + 4] = b"\xff\xff\xff\x7f"
    with pytest.raises(InvalidInput) as refused:
        recognise(io.BytesIO(content), "x.docx")
    assert "damaged" in refused.value.message


def test_long_text_is_read_to_its_end(app: Flask) -> None:
    with pytest.raises(InvalidInput):
        recognise(io.BytesIO(b"a" * 1_000_000 + b"\x00"), "long.txt")


def test_letter_cut_between_two_reads_is_still_text(app: Flask) -> None:
    assert recognise(io.BytesIO(b"a" + "é".encode() * 200_000), "long.txt").content_type == "text/plain"
