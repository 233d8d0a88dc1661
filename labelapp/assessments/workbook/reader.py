"""Reading a workbook that somebody sends: what it is, and what stands in its answer cells.

The file is a stranger's: it must be an XLSX file by its content, small when unpacked, and without entities. Only
marked cells within bounds are looked at, and no formula is computed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from io import BytesIO
from typing import Any, BinaryIO

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from labelapp.assessments.workbook.cells import Found, text_of
from labelapp.assessments.workbook.identity import Identity
from labelapp.assessments.workbook.layout import ANSWER_MARK, KEY_MARK, MACHINE_SHEET, Key
from labelapp.evidence.containers import unpacked_size
from labelapp.evidence.kinds import CONTAINERS, recognise
from labelapp.evidence.receiving import receive
from labelapp.schemes.messages import mark
from labelapp.web.errors import InvalidInput

LARGEST = 10_000_000
_MOST_UNPACKED = 60_000_000
_MOST_ROWS, _MOST_COLUMNS, _MOST_SHEETS = 5_000, 50, 60
_MARKS_WITHIN = 50
_LONGEST_NAME = 200
_LARGEST_NUMBER = 10**100  # far beyond any answer; what is larger cannot be computed with
_NO_RESULT = mark("This cell holds a formula without a result. Write the value itself.")
_ERROR = mark("This cell holds an error of the spreadsheet. Write the value itself.")


@dataclass(frozen=True)
class Place:
    """Where a cell is: the title of its sheet, and its address such as B14."""

    sheet: str
    cell: str


@dataclass(frozen=True)
class Contents:
    """What a workbook holds: answer cells by their keys, versions by (indicator, field).

    `counted` are the answers that came from the data room when the workbook was made; nobody fills them in.
    `twice` are the places of marks that had been read before, as a copied row has them.
    """

    identity: Identity
    versions: dict[tuple[str, str], int]
    counted: frozenset[tuple[str, str]]
    cells: dict[Key, tuple[Place, Found]]
    twice: list[tuple[Key, Place]] = field(default_factory=list)


def read_workbook(file: BinaryIO, filename: str, limit: int) -> Contents:
    """What an uploaded workbook holds. Raises InvalidInput with a sentence for anything else than one of ours."""
    receive(file, min(limit, LARGEST))
    if recognise(file, filename) != CONTAINERS["xlsx"]:
        raise InvalidInput(
            _("This is no XLSX workbook. In your spreadsheet program, save it as “Excel workbook (.xlsx)”.")
        )
    content = file.read()
    try:
        _refuse_bombs(content)
        values, formulas = _open(content, values=True), _open(content, values=False)
        return _contents(values, formulas)
    except InvalidInput:
        raise
    except Exception as error:  # a damaged or hostile file makes the library raise almost anything
        raise InvalidInput(
            _("This workbook is damaged and cannot be read. Open it, save it again as XLSX and retry.")
        ) from error


def _refuse_bombs(content: bytes) -> None:
    unpacked, _packed = unpacked_size(BytesIO(content))
    if unpacked > _MOST_UNPACKED:
        raise InvalidInput(_("This workbook is far larger than ours when it is unpacked. It was not read."))


def _open(content: bytes, values: bool) -> Any:
    return load_workbook(BytesIO(content), read_only=True, data_only=values, keep_links=False)


def _contents(values: Any, formulas: Any) -> Contents:
    if MACHINE_SHEET not in values.sheetnames or len(values.sheetnames) > _MOST_SHEETS:
        raise _not_ours()
    machine = _machine(values[MACHINE_SHEET])
    identity = Identity.read(machine)
    if identity is None:
        raise _not_ours()
    found = Contents(identity, _versions(machine), _counted(machine), {})
    for title in values.sheetnames:
        if title != MACHINE_SHEET:
            for key, place, cell in _answer_cells(title, values[title], formulas[title]):
                if key in found.cells:
                    found.twice.append((key, place))
                else:
                    found.cells[key] = (place, cell)
    if not found.cells:
        raise _not_ours()
    return found


def _not_ours() -> InvalidInput:
    return InvalidInput(
        _(
            "This workbook was not downloaded here, or its hidden sheet is gone. "
            "Download a new one and copy your answers."
        )
    )


def _machine(sheet: Any) -> dict[str, str]:
    rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=2, values_only=True)
    return {str(row[0]): str(row[1])[:_LONGEST_NAME] for row in rows if len(row) == 2 and row[0] is not None}


def _versions(machine: dict[str, str]) -> dict[tuple[str, str], int]:
    return {
        key: int(value)
        for key, value in _named(machine, "answer")
        if value.isascii() and value.isdigit() and len(value) < 10
    }


def _counted(machine: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(key for key, _value in _named(machine, "counted"))


def _named(machine: dict[str, str], kind: str) -> Iterator[tuple[tuple[str, str], str]]:
    """The lines `kind:indicator|field` of the hidden sheet, with what stands beside them."""
    for name, value in machine.items():
        found, _colon, key = name.partition(":")
        indicator, bar, code = key.partition("|")
        if found == kind and bar:
            yield (indicator, code), value


def _answer_cells(title: str, values: Any, formulas: Any) -> Iterator[tuple[Key, Place, Found]]:
    """The marked cells of one sheet; nothing for a sheet without marks."""
    bounds = {"max_row": _MOST_ROWS, "max_col": _MOST_COLUMNS}
    marks: dict[str, int] = {}
    pairs = zip(values.iter_rows(**bounds), formulas.iter_rows(**bounds), strict=True)
    for number, (row, entered) in enumerate(pairs, 1):
        if len(marks) < 2:
            if number > _MARKS_WITHIN:
                return
            marks = {cell.value: at for at, cell in enumerate(row) if cell.value in (KEY_MARK, ANSWER_MARK)}
            continue
        key_at, answer_at = marks[KEY_MARK], marks[ANSWER_MARK]
        key = Key.read(str(row[key_at].value)) if key_at < len(row) else None
        if key is not None:
            cell = _found(row[answer_at], entered[answer_at]) if answer_at < len(row) else Found()
            yield key, Place(title, f"{get_column_letter(answer_at + 1)}{number}"), cell


def _found(cell: Any, entered: Any) -> Found:
    """A cell as computed, and as it was entered: only that tells a formula without result from an empty cell."""
    is_formula = entered.data_type == "f"
    if cell.value is None:
        return Found(fault=_NO_RESULT) if is_formula else Found()
    if cell.data_type == "e":
        return Found(text_of(str(cell.value)), fault=_ERROR)
    is_number = isinstance(cell.value, int | float)
    if is_number and not abs(cell.value) < _LARGEST_NUMBER:
        return Found(fault=_ERROR)
    percent = is_number and "%" in str(cell.number_format)
    return Found(_plain_day(cell.value), percent=percent)  # type: ignore[arg-type]


def _plain_day(value: object) -> object:
    """A date cell without its time of day; spreadsheets know no plain dates."""
    if isinstance(value, datetime):
        return value.date()
    return None if value == time() else value
