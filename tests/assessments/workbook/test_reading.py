"""What people and spreadsheet programs put into cells, and what comes of it."""

import re
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl.cell import Cell
from sqlalchemy import delete

from labelapp.assessments.answers import content_of
from labelapp.assessments.models import Answer, Assessment
from labelapp.assessments.queries import scheme_of
from labelapp.assessments.workbook.reader import Place
from labelapp.extensions import db
from labelapp.schemes.answers import NOT_APPLICABLE
from labelapp.web.locale import speaking
from tests.assessments.workbook import books
from tests.factories.assessments import answer_all

COMMITTED, FTE, CUTOFF, TASKS = "1.3|committed|", "2.2|fte|", "1.3|cutoff|", "2.2|tasks|"


def _read(small: Assessment, cells: dict[str, Any], language: str = "en") -> Any:
    return books.read(small, books.filled(books.write(small, language), cells))


def test_changed_cells_of_every_kind_are_found(small: Assessment) -> None:
    cells = {
        COMMITTED: 84,
        CUTOFF: datetime(2026, 6, 30, 14, 30),  # noqa: DTZ001
        FTE: 0.1 + 0.2,
        TASKS: "first\r\n_x0007_second",
        "2.5|practices|deputy": True,
        "2.5|practices|files": "NEIN",
        "2.6|income|fees": "1.234,5",
    }
    assert books.values(_read(small, cells, "de")) == {
        "1.3|committed": 84,
        "1.3|cutoff": "2026-06-30",
        "2.2|fte": "0.3",
        "2.2|tasks": "first\n\x07second",
        "2.5|practices": ["deputy"],
        "2.6|income": {"fees": "1234.5"},
    }


def test_formula_without_a_result_is_a_problem_and_no_emptied_answer(small: Assessment) -> None:
    books.answer(small, "1.3", "committed", "84")
    found = books.only_problem(_read(small, {COMMITTED: "=40+2"}))
    assert found.message == "This cell holds a formula without a result. Write the value itself."


def test_cell_that_cannot_be_read_is_named_by_its_sheet_and_address(small: Assessment) -> None:
    place = books.Book.open(books.write(small)).cell("1.2|types|large")
    found = books.only_problem(_read(small, {"1.2|types|sme": 4, "1.2|types|large": "many"}))
    assert found.place == Place(place.parent.title, place.coordinate)
    assert (found.shown, found.message) == ("many", "Enter a whole number, such as 12.")


def test_formula_with_a_result_is_taken_by_its_result(small: Assessment) -> None:
    """As a spreadsheet program saves it: the formula, and beside it the value that it had."""
    content = books.filled(books.write(small), {COMMITTED: "=40+2"})
    with_result = re.sub(rb"<f>40\+2</f><v ?/?>(</v>)?", b"<f>40+2</f><v>42</v>", _sheet(content, "sheet2"))
    reading = books.read(small, _with_sheet(content, "sheet2", with_result))
    assert books.only_change(reading).content == {"value": 42}


def _sheet(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(f"xl/worksheets/{name}.xml")


def _with_sheet(content: bytes, name: str, xml: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, xml if part == f"xl/worksheets/{name}.xml" else old.read(part))
    return out.getvalue()


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@now", "'x"])
def test_text_that_begins_like_a_formula_is_written_as_text_and_stays_one(
    small: Assessment, sign: str
) -> None:
    books.answer(small, "2.2", "tasks", sign)
    book = books.Book.open(books.write(small))
    cell = book.cell(TASKS)
    assert (cell.data_type, cell.value, cell.number_format) == ("s", sign, "@")
    assert cell.quotePrefix
    assert books.read(small, books.write(small)).changes == []


def _error(cell: Cell) -> None:
    cell.value, cell.data_type = "#REF!", "e"


def test_error_of_the_spreadsheet_is_a_problem(small: Assessment) -> None:
    content = books.changed(books.write(small), lambda book: _error(book.cell(COMMITTED)))
    found = books.only_problem(books.read(small, content))
    assert (found.shown, found.message) == (
        "#REF!",
        "This cell holds an error of the spreadsheet. Write the value itself.",
    )


ANSWERS: dict[str, dict[str, Any]] = {
    "1.2": {"types": {"sme": 4, "large": 2}},
    "1.3": {"committed": 84, "cutoff": "2026-06-30"},
    "1.4": {"near": "33.5", "not_applicable": "The whole country is our area."},
    "2.2": {"fte": "3.5", "tasks": "One line\nand another", "website": "https://label.example/"},
    "2.3": {"level": "2.5"},
    "2.5": {"practices": [], "form": "other"},
    "2.6": {"income": {"fees": "96600.5", "public": "0"}},
}


def _flat(answers: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        f"{indicator}|{field}": value
        for indicator, fields in answers.items()
        for field, value in fields.items()
    }


def test_full_workbook_emptied_gives_exactly_the_emptied_answers(small: Assessment) -> None:
    answer_all(small, ANSWERS, small.started_by)
    content = books.write(small)
    reading = books.read(small, books.filled(content, dict.fromkeys(books.Book.open(content).keys())))
    assert books.values(reading) == dict.fromkeys(_flat(ANSWERS))
    assert reading.problems == []


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_empty_workbook_filled_with_the_cells_of_a_full_one_gives_its_answers(
    small: Assessment, language: str
) -> None:
    blank = books.write(small, language)
    answer_all(small, ANSWERS, small.started_by)
    full = books.Book.open(books.write(small, language))
    cells = {key: full.cell(key).value for key in full.keys()}  # noqa: SIM118
    db.session.execute(delete(Answer))
    reading = books.read(small, books.filled(blank, cells))
    assert books.values(reading) == _flat(ANSWERS)
    assert reading.problems == []


def test_number_in_a_date_cell_that_is_no_date_is_a_problem(small: Assessment) -> None:
    def as_number(book: books.Book) -> None:
        cell = book.cell(CUTOFF)
        cell.value, cell.number_format = 46_000, "General"

    reading = books.read(small, books.changed(books.write(small), as_number))
    assert books.only_problem(reading).message == "Enter a date, such as 2026-01-31."


def test_answer_changed_in_some_cells_names_those_cells_only(small: Assessment) -> None:
    books.answer(small, "1.2", "types", {"sme": "4", "large": "2"})
    content = books.write(small)
    address = books.Book.open(content).cell("1.2|types|large").coordinate
    change = books.only_change(books.read(small, books.filled(content, {"1.2|types|large": 3})))
    assert [place.cell for place in change.places] == [address]
    assert change.content == {"value": {"sme": 4, "large": 3}}
    assert change.version == 1


def test_rows_and_columns_moved_about_are_found_by_their_marks(small: Assessment) -> None:
    def move(book: books.Book) -> None:
        sheet = book.cell(COMMITTED).parent
        sheet.insert_rows(5, 3)
        sheet.insert_cols(3)
        sheet.title = "Renamed"
        book.cell(COMMITTED).value = 84

    reading = books.read(small, books.changed(books.write(small), move))
    assert books.only_change(reading).places[0].sheet == "Renamed"
    assert reading.missing == []


def test_removed_rows_change_nothing_and_are_named(small: Assessment) -> None:
    books.answer(small, "1.3", "committed", "84")

    def remove(book: books.Book) -> None:
        cell = book.cell(COMMITTED)
        cell.parent.delete_rows(cell.row)

    reading = books.read(small, books.changed(books.write(small), remove))
    assert (reading.changes, reading.problems) == ([], [])
    assert reading.missing == [["1.3", "committed"]]


def test_row_of_an_unknown_question_is_left_out_and_named(small: Assessment) -> None:
    def rename(book: books.Book) -> None:
        cell = book.cell(COMMITTED)
        cell.value = 84
        cell.parent.cell(cell.row, 1).value = "9.9|invented|"

    reading = books.read(small, books.changed(books.write(small), rename))
    assert reading.changes == []
    assert len(reading.unknown) == 1


def test_copied_row_is_a_problem_and_no_guess(small: Assessment) -> None:
    def copy(book: books.Book) -> None:
        cell = book.cell(COMMITTED)
        sheet = cell.parent
        cell.value = 84
        sheet.cell(sheet.max_row + 1, 1).value = COMMITTED
        sheet.cell(sheet.max_row, cell.column).value = 85

    found = books.only_problem(books.read(small, books.changed(books.write(small), copy)))
    assert "twice" in found.message


def test_reason_why_an_indicator_does_not_apply_is_read(small: Assessment) -> None:
    change = books.only_change(_read(small, {f"1.4|{NOT_APPLICABLE}|": "The whole country is our area."}))
    assert (change.field, change.content) == (NOT_APPLICABLE, {"value": "The whole country is our area."})


def test_computed_cells_are_locked_follow_their_source_and_are_never_read(small: Assessment) -> None:
    books.answer(small, "1.3", "committed", "84")
    content = books.write(small)
    book = books.Book.open(content)
    sheet, source = book.book.worksheets[2], book.cell(COMMITTED)
    formulas = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and "ISBLANK" in str(cell.value)
    ]
    assert all(cell.protection.locked for cell in formulas)
    assert f"!{source.coordinate}" in formulas[0].value
    assert len(formulas) == 3  # one number, and income once more from two sources
    for cell in formulas:
        assert sheet.cell(cell.row, 1).value is None


def test_only_answer_cells_can_be_edited_and_no_password_is_set(small: Assessment) -> None:
    book = books.Book.open(books.write(small))
    keys = set(books.Book.open(books.write(small)).keys())
    unlocked = 0
    for sheet in book.book.worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        unlocked += sum(not cell.protection.locked for row in sheet.iter_rows() for cell in row)
    assert unlocked == len(keys)
    assert [book.book[name].sheet_state for name in books.SERVICE] == ["veryHidden", "veryHidden"]


def test_answer_that_is_too_long_for_a_cell_stays_out_of_the_workbook(small: Assessment) -> None:
    books.answer(small, "2.2", "tasks", "y" * 40_000)
    reading = books.read(small, books.write(small))
    assert (reading.changes, reading.problems) == ([], [])
    assert reading.missing == [["2.2", "tasks"]]


def test_answer_of_thirty_thousand_letters_comes_back_whole(small: Assessment) -> None:
    books.answer(small, "2.2", "tasks", "y" * 30_000)
    reading = books.read(small, books.write(small))
    assert (reading.changes, reading.problems, reading.missing) == ([], [], [])


def test_reading_survives_the_database_as_it_is(small: Assessment) -> None:
    reading = _read(small, {COMMITTED: 84, FTE: "some", "2.3|level|": 5})
    assert type(reading).from_json(reading.as_json()) == reading


def test_value_that_only_another_language_can_read_is_not_taken_for_a_change(small: Assessment) -> None:
    """In English "1,5" is no number and kept as typed; a German workbook shows it and must not make it 1.5."""
    indicator = scheme_of(small).indicators["2.2"]
    with speaking("en"):
        assert content_of(indicator, "fte", "1,5") == {"value": None, "raw": "1,5"}
    books.answer(small, "2.2", "fte", "1,5")
    reading = books.read(small, books.write(small, "de"))
    assert (reading.changes, reading.problems) == ([], [])
