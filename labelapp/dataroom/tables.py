"""Reading an uploaded table: CSV of any usual kind, or the first sheet of an XLSX file. Hostile files are refused."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from flask_babel import gettext as _
from openpyxl import load_workbook

from labelapp.evidence.containers import container_kind, unpacked_size
from labelapp.web.errors import InvalidInput

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 1_000
# What the parts of a workbook may come to when they are unpacked, and how much larger than packed.
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_TIMES = 200
_DELIMITERS = ";,\t|"
_ENCODINGS = ("utf-8-sig", "cp1252")
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Table:
    """Headings and rows of texts; `lines` are the numbers of the rows in the file. `reading` says how it was read."""

    headings: list[str]
    rows: list[list[str]]
    lines: list[int]
    reading: str


def read_table(file: BinaryIO, longest_cell: int = LONGEST_CELL) -> Table:
    """The table in a file. Raises InvalidInput with a sentence that says what to do."""
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if not content:
        raise InvalidInput(_("This file is empty. Choose the file with its content."))
    if len(content) > MOST_BYTES:
        raise InvalidInput(_("This file is too large for a list. Save the sheet alone, at most 10 MB."))
    if content.startswith(b"PK\x03\x04"):
        return _shaped(_sheet(content), "XLSX", longest_cell)
    if content.startswith(
        (b"%PDF", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
    ):
        raise InvalidInput(_("This is no table. Save the list as CSV or XLSX and choose that file."))
    text, encoding = _decoded(content)
    if text.lstrip().startswith("<"):
        raise InvalidInput(_("This is a web page or other mark-up. Save the list as CSV or XLSX."))
    delimiter = _delimiter(text)
    name = {"\t": _("tab"), ";": ";", ",": ",", "|": "|"}[delimiter]
    return _shaped(_csv_rows(text, delimiter), f"CSV, {encoding}, {name}", longest_cell)


def _decoded(content: bytes) -> tuple[str, str]:
    encodings = [name for bom, name in _BOMS if content.startswith(bom)] or list(_ENCODINGS)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(letter < " " and letter not in "\t\n\r\f" for letter in text):
            break
        return text, encoding.removesuffix("-sig").upper()
    raise InvalidInput(_("This is no text that can be read. Save the list as “CSV UTF-8” or XLSX."))


def _delimiter(text: str) -> str:
    """The sign that stands equally often in most of the first lines."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]

    def weight(sign: str) -> tuple[int, int]:
        found = [line.count(sign) for line in lines]
        first = found[0] if found else 0
        return (sum(1 for count in found if count == first) if first else 0, first)

    return max(_DELIMITERS, key=weight)


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, [_unquoted(cell) for cell in row]
    except csv.Error as error:
        raise InvalidInput(
            _("Line %(line)s cannot be read as CSV. Save the list again and retry.", line=reader.line_num)
        ) from error


def _unquoted(cell: str) -> str:
    """An export puts an apostrophe before what a spreadsheet would take for a formula; it goes again here."""
    return cell[1:] if cell.startswith(("'=", "'+", "'-", "'@", "'\t", "'\r")) else cell


def _sheet(content: bytes) -> Iterator[tuple[int, list[str]]]:
    file = io.BytesIO(content)
    if container_kind(file) != "xlsx":
        raise InvalidInput(_("This is no table. Save the list as CSV or XLSX and choose that file."))
    _refuse_bombs(file)
    damaged = InvalidInput(_("This file is damaged and cannot be opened. Save it again and retry."))
    try:
        # Values, not formulas; nothing outside is followed.
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1, max_row=MOST_ROWS + 1_000)
        for number, row in enumerate(rows, 1):
            yield number, [_cell_text(cell) for cell in row]
    except InvalidInput:
        raise
    except Exception as error:  # a hostile workbook makes the library raise whatever it likes
        raise damaged from error


def _refuse_bombs(file: BinaryIO) -> None:
    unpacked, packed = unpacked_size(file)
    if unpacked > _MOST_UNPACKED or unpacked > max(packed, 1) * _MOST_TIMES:
        raise InvalidInput(_("This file unpacks to far more than a list needs. Save the list as CSV."))


def _cell_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def _shaped(rows: Iterable[tuple[int, list[str]]], reading: str, longest_cell: int) -> Table:
    """Headings and rows, without empty lines; the headings are the first line that is not empty."""
    headings: list[str] = []
    found: list[list[str]] = []
    lines: list[int] = []
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        _refuse_oversize(line, cells, longest_cell)
        if not headings:
            headings = _headings(cells)
            continue
        if len(found) == MOST_ROWS:
            raise InvalidInput(_("This list has more than %(num)s rows. Split it.", num=MOST_ROWS))
        found.append([cell.strip() for cell in cells[: len(headings)]])
        lines.append(line)
    if not found:
        raise InvalidInput(_("There is no row below the headings. The first line names the columns."))
    return Table(headings, found, lines, reading)


def _headings(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise InvalidInput(_("This list has more than %(num)s columns. Take some out.", num=MOST_COLUMNS))
    return [" ".join(cell.split()) for cell in cells]


def _refuse_oversize(line: int, cells: list[str], longest: int) -> None:
    if any(len(cell) > longest for cell in cells):
        raise InvalidInput(
            _("A cell in line %(line)s has more than %(num)s characters.", line=line, num=longest)
        )
