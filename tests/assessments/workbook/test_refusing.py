"""Workbooks of something else, and files that are none."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from labelapp.assessments.models import Assessment
from labelapp.assessments.workbook.identity import refuse_foreign
from labelapp.assessments.workbook.layout import MACHINE_SHEET
from labelapp.assessments.workbook.reader import read_workbook
from labelapp.web.errors import InvalidInput
from tests.assessments.workbook import books
from tests.evidence import files


def _refusal(content: bytes, limit: int = books.LIMIT) -> str:
    with pytest.raises(InvalidInput) as refused:
        read_workbook(BytesIO(content), "book.xlsx", limit)
    return refused.value.message


def _foreign(assessment: Assessment, /, **machine: str) -> str:
    def change(book: books.Book) -> None:
        for name, value in machine.items():
            book.machine(name).value = value

    found = read_workbook(BytesIO(books.changed(books.write(assessment), change)), "book.xlsx", books.LIMIT)
    with pytest.raises(InvalidInput) as refused:
        refuse_foreign(found.identity, assessment)
    return refused.value.message


def test_own_workbook_is_accepted(small: Assessment) -> None:
    found = read_workbook(BytesIO(books.write(small)), "book.xlsx", books.LIMIT)
    refuse_foreign(found.identity, small)


@pytest.mark.parametrize(
    ("machine", "sentence"),
    [
        ({"cluster": "999", "cluster_name": "Elsewhere"}, "another organisation: Elsewhere"),
        ({"scheme": "cme-gold@2026.1"}, "another scheme: cme-gold"),
        ({"scheme": "paper@2025.1"}, "for version 2025.1 of the scheme, this self-assessment uses 2026.1"),
        ({"scheme_hash": "ab" * 32}, "for version 2026.1 of the scheme"),
        ({"assessment": "999"}, "another self-assessment of your organisation"),
        ({"started_at": "2020-01-01T00:00:00+00:00"}, "another self-assessment of your organisation"),
        ({"format": "0"}, "another release of the platform"),
    ],
)
def test_workbook_of_something_else_is_refused_with_a_sentence(
    small: Assessment, machine: dict[str, str], sentence: str
) -> None:
    assert sentence in _foreign(small, **machine)


def test_workbook_without_its_hidden_sheet_is_refused(small: Assessment) -> None:
    def remove(book: books.Book) -> None:
        del book.book[MACHINE_SHEET]

    assert "was not downloaded here" in _refusal(books.changed(books.write(small), remove))


def test_workbook_with_a_spoilt_hidden_sheet_is_refused(small: Assessment) -> None:
    def spoil(book: books.Book) -> None:
        book.machine("made_at").value = "yesterday"

    assert "was not downloaded here" in _refusal(books.changed(books.write(small), spoil))


@pytest.mark.parametrize("version", ["-1", "1e3", "99999999999", "x"])
def test_version_that_is_no_number_counts_as_never_answered(small: Assessment, version: str) -> None:
    books.answer(small, "1.3", "committed", "84")

    def spoil(book: books.Book) -> None:
        book.machine("answer:1.3|committed").value = version

    reading = books.read(small, books.changed(books.write(small), spoil))
    assert books.only_change(reading).version == 0


def test_workbook_of_somebody_else_is_refused(app: Any) -> None:
    book, out = Workbook(), BytesIO()
    book.active["A1"] = "Budget"
    book.save(out)
    assert "was not downloaded here" in _refusal(out.getvalue())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b"<html><script>alert(1)</script></html>", "web page (HTML)"),
        (files.pdf(), "no XLSX workbook"),
        (files.docx(), "no XLSX workbook"),
        (files.archive({"a.txt": b"x"}), "ZIP archive"),
        (files.xlsx(), "damaged"),
        (files.odt(), "no XLSX workbook"),
    ],
)
def test_file_that_is_no_workbook_is_refused(app: Any, content: bytes, sentence: str) -> None:
    assert sentence in _refusal(content)


def test_workbook_beyond_the_limit_is_refused(small: Assessment) -> None:
    assert "too large" in _refusal(books.write(small), limit=5_000)


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return out.getvalue()


def test_workbook_that_unpacks_to_a_bomb_is_refused_unread(small: Assessment) -> None:
    bomb = _with_part(books.write(small), "xl/media/bomb.bin", bytes(70_000_000))
    assert len(bomb) < 200_000
    assert "far larger" in _refusal(bomb)


def test_workbook_with_macros_is_refused(small: Assessment) -> None:
    assert "macros" in _refusal(_with_part(books.write(small), "xl/vbaProject.bin", b"x"))


def test_workbook_with_entities_is_refused(small: Assessment) -> None:
    with zipfile.ZipFile(BytesIO(books.write(small))) as archive:
        strings = archive.read("xl/sharedStrings.xml").decode()
    head, _bracket, rest = strings.partition("?>")
    laughing = f'{head}?><!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>{rest}'
    assert "damaged" in _refusal(_with_part(books.write(small), "xl/sharedStrings.xml", laughing.encode()))


def test_cells_far_outside_are_not_looked_at(small: Assessment) -> None:
    def far(book: books.Book) -> None:
        book.cell("1.3|committed|").parent["XFD1048576"] = "far away"

    reading = books.read(small, books.changed(books.write(small), far))
    assert (reading.changes, reading.problems) == ([], [])


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 400])
def test_number_that_nobody_can_compute_with_is_named_as_an_error(small: Assessment, number: str) -> None:
    content = books.filled(books.write(small), {"1.3|committed|": 424242})
    with zipfile.ZipFile(BytesIO(content)) as archive:
        (name,) = [one for one in archive.namelist() if b"<v>424242</v>" in archive.read(one)]
        sheet = archive.read(name).replace(b"424242", number.encode())
    problem = books.only_problem(books.read(small, _with_part(content, name, sheet)))
    assert "error of the spreadsheet" in problem.message
