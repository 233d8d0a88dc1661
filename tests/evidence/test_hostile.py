"""Files made to do harm: each gets the right answer, and what is accepted cannot run when it is served."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from labelapp.evidence.kinds import recognise
from labelapp.evidence.models import Document
from labelapp.extensions import db
from labelapp.web.errors import InvalidInput
from tests.evidence import files
from tests.evidence.conftest import Desk
from tests.factories.evidence import make_document

PAGE = b"<!doctype html><title>x</title><script>alert(document.cookie)</script>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GREEK = "Καταστατικό συμπλέγματος 🎉.pdf"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (PAGE, "report.pdf", "web page (HTML)"),
        (b"\xef\xbb\xbf \r\n" + PAGE, "members.csv", "web page (HTML)"),
        (DRAWING, "logo.png", "SVG drawing"),
        (b'<?xml version="1.0"?>\n<!-- -->' + DRAWING, "logo.svg", "SVG drawing"),
        (b"", "statutes.pdf", "empty"),
        (PAGE + files.pdf(), "report.pdf", "web page (HTML)"),
        (files.archive({"a.html": PAGE}), "report.docx", "ZIP archive"),
    ],
)
def test_hostile_file_is_refused_with_its_name_and_leaves_nothing(
    desk: Desk, storage: Path, content: bytes, name: str, words: str
) -> None:
    before = sorted(storage.rglob("*"))
    answer = desk.send((content, name))
    assert answer.status_code == 422
    assert f"{name}: " in answer.text
    assert words in answer.text
    assert "<script>alert" not in answer.text
    assert db.session.query(Document).count() == 0
    assert sorted(storage.rglob("*")) == before


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (files.with_script(files.pdf()), "a.pdf", "application/pdf"),
        (files.pdf() + files.archive({"a.js": b"alert(1)"}), "a.pdf", "application/pdf"),
        (files.with_script(files.png()), "a.html", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00<script>alert(1)</script>", "a.jpg", "image/jpeg"),
        (b"alert(1)//\n", "a.js", "text/plain; charset=utf-8"),
        (b'=cmd|"/c calc"!A1;"<script>alert(1)</script>"\n', "a.csv", "text/csv; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("what", ["download", "view"])
def test_polyglot_is_served_as_what_it_is_and_cannot_run(
    desk: Desk, content: bytes, name: str, content_type: str, what: str
) -> None:
    assert desk.send((content, name)).status_code == 303
    (document,) = db.session.query(Document)
    headers = desk.client.get(f"/documents/{document.id}/{what}").headers
    assert headers["Content-Type"] == content_type
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    rules = headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in rules
    # A browser starts its PDF viewer in no sandbox; that viewer reads the file as a PDF alone.
    shown_pdf = what == "view" and content_type == "application/pdf"
    assert ("sandbox" in rules) is not shown_pdf
    shown = what == "view" and content_type.startswith(("application/pdf", "image/"))
    assert headers["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert not document.files[0].filename.endswith((".html", ".js"))


def _bomb(part: str, size: int) -> bytes:
    """A text in whose `part` so many zeros are packed; they are never in memory at once."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in ("[Content_Types].xml", "word/document.xml"):
            with made.open(name, "w", force_zip64=True) as file:
                if name == "[Content_Types].xml":
                    file.write(b'<Override ContentType="wordprocessingml.document.main+xml"/>')
                if name == part:
                    for _piece in range(size // 1_000_000):
                        file.write(bytes(1_000_000))
    return out.getvalue()


def test_zip_bomb_in_the_part_that_is_read_is_read_up_to_a_bound(app: Flask) -> None:
    content = _bomb("[Content_Types].xml", 200_000_000)
    tracemalloc.start()
    try:
        recognise(io.BytesIO(content), "bomb.docx")
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_zip_bomb_that_says_what_it_unpacks_to_is_refused(app: Flask) -> None:
    content = bytearray(_bomb("word/document.xml", 1_000_000))
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 1_500_000_000)
    with pytest.raises(InvalidInput, match="fill a disk"):
        recognise(io.BytesIO(content), "bomb.docx")


def test_zip_bomb_that_lies_about_its_size_is_not_unpacked(app: Flask) -> None:
    content = bytearray(_bomb("[Content_Types].xml", 50_000_000))
    entry = content.find(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 40)
    tracemalloc.start()
    try:
        with pytest.raises(InvalidInput):
            recognise(io.BytesIO(content), "bomb.docx")
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("/etc/cron.d/evil.pdf", "evil.pdf"),
        ("C:\\Windows\\System32\\evil.pdf", "evil.pdf"),
        ("..\\..\\evil.pdf", "evil.pdf"),
        ("evil\x00.html.pdf", "evil.html.pdf"),
        ("fdp.\u202elmth.pdf", "fdp.lmth.pdf"),
        ("\u2066a\u2069\u200f.exe", "a.exe.pdf"),
        ('a";filename=evil.html;x=".pdf', 'a";filename=evil.html;x=".pdf'),
        ("..", "document.pdf"),
        (GREEK, GREEK),
    ],
)
def test_name_leads_nowhere_and_comes_back_true(desk: Desk, storage: Path, sent: str, kept: str) -> None:
    before = {path for path in storage.rglob("*") if path.is_file()}
    document = make_document(desk.cluster, files.pdf(mark=sent), sent, by=desk.user)
    db.session.commit()
    file = document.files[0]
    assert file.filename == kept
    assert {path for path in storage.rglob("*") if path.is_file()} - before == {
        storage / file.sha256[:2] / file.sha256
    }
    disposition = desk.client.get(f"/documents/{document.id}/download").headers["Content-Disposition"]
    plain = disposition.partition('filename="')[2].partition('"; ')[0]
    assert '"' not in plain
    assert disposition.endswith(f"filename*=UTF-8''{quote(kept, safe='')}")


def test_file_of_the_limit_is_taken_and_one_byte_more_is_refused(desk: Desk) -> None:
    extensions = desk.client.application.extensions
    before = extensions["settings"]
    extensions["settings"] = before.model_copy(update={"upload_limit_mb": 1})
    text = b"a" * 999_999 + b"\n"
    try:
        with pytest.raises(InvalidInput, match="too large"):
            make_document(desk.cluster, b"a" + text, "long.txt", by=desk.user)
        assert make_document(desk.cluster, text, "long.txt", by=desk.user).files[0].size == 1_000_000
    finally:
        extensions["settings"] = before
