"""Workbooks as people fill them in: written by us, changed with a library, sent back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import Place, given_answers, scheme_of
from labelapp.assessments.saving import Saved, save_answer
from labelapp.assessments.workbook.comparing import Change, Problem, Reading, compare
from labelapp.assessments.workbook.layout import ANSWER_MARK, KEY_MARK, MACHINE_SHEET
from labelapp.assessments.workbook.reader import read_workbook
from labelapp.assessments.workbook.writer import workbook_file
from labelapp.web.locale import speaking

LIMIT = 10_000_000
SERVICE = ("labelapp", "labelapp lists")


def write(assessment: Assessment, language: str = "en") -> bytes:
    """The workbook as it is downloaded now."""
    return workbook_file(assessment, scheme_of(assessment), given_answers(assessment), language)


def read(assessment: Assessment, content: bytes) -> Reading:
    """What is found when it is sent back now."""
    found = read_workbook(BytesIO(content), "book.xlsx", LIMIT)
    return compare(assessment, scheme_of(assessment), given_answers(assessment), found)


def answer(
    assessment: Assessment, indicator: str, field: str, typed: Any, version: int = 0, by: User | None = None
) -> None:
    """Save an answer as somebody types it in English; by who started the self-assessment, when nobody is named."""
    scheme = scheme_of(assessment)
    with speaking("en"):
        outcome = save_answer(
            Place(assessment, scheme, scheme.indicators[indicator]),
            field,
            typed,
            version,
            by or assessment.started_by,
        )
    assert isinstance(outcome, Saved)


@dataclass(frozen=True)
class Book:
    """An opened workbook."""

    book: Workbook

    @classmethod
    def open(cls, content: bytes) -> "Book":
        return cls(load_workbook(BytesIO(content)))

    def cell(self, key: str) -> Cell:
        """The answer cell with the hidden key `indicator|field|part`."""
        for sheet in self.book.worksheets:
            if sheet.title not in SERVICE and sheet["A1"].value == KEY_MARK:
                column = next(cell.column for cell in sheet[1] if cell.value == ANSWER_MARK)
                for (name,) in sheet.iter_rows(max_col=1):
                    if name.value == key:
                        return sheet.cell(name.row, column)
        raise KeyError(key)

    def keys(self) -> list[str]:
        """All hidden keys."""
        sheets = [sheet for sheet in self.book.worksheets if sheet.title not in SERVICE]
        names = [cell.value for sheet in sheets for (cell,) in sheet.iter_rows(min_row=2, max_col=1)]
        return [name for name in names if name]

    def machine(self, name: str) -> Cell:
        """The value cell of a line of the hidden sheet."""
        sheet = self.book[MACHINE_SHEET]
        return next(row[1] for row in sheet.iter_rows(max_col=2) if row[0].value == name)

    def save(self) -> bytes:
        out = BytesIO()
        self.book.save(out)
        return out.getvalue()


def filled(content: bytes, cells: Mapping[str, Any]) -> bytes:
    """The workbook with these values in the cells of these keys."""
    book = Book.open(content)
    for key, value in cells.items():
        book.cell(key).value = value
    return book.save()


def changed(content: bytes, change: Callable[[Book], None]) -> bytes:
    """The workbook after something was done to it."""
    book = Book.open(content)
    change(book)
    return book.save()


def values(reading: Reading) -> dict[str, Any]:
    """The new values by `indicator|field`."""
    return {f"{one.indicator}|{one.field}": one.content["value"] for one in reading.changes}


def only_change(reading: Reading) -> Change:
    """The one change, when nothing else was found."""
    assert reading.problems == []
    assert len(reading.changes) == 1
    return reading.changes[0]


def only_problem(reading: Reading) -> Problem:
    """The one cell that cannot be read, when nothing else was found."""
    assert reading.changes == []
    assert len(reading.problems) == 1
    return reading.problems[0]
