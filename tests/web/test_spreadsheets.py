"""A table from us does nothing in a spreadsheet but stand there."""

import csv
import io

import pytest
from openpyxl import load_workbook

from labelapp.web.spreadsheets import csv_file, harmless, with_numbers, workbook


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_text_that_would_be_a_formula_is_marked_as_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "-12.5", "7", "Κλάστερ", "a=b"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_file_keeps_quotes_line_breaks_and_all_scripts() -> None:
    rows = [["name", "note"], ["Κλάστερ „Бял“", 'two\nlines, "quoted"']]
    answer = csv_file("list.csv", rows)
    text = answer.get_data().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == rows
    assert answer.headers["Content-Disposition"] == 'attachment; filename="list.csv"'


def test_workbook_holds_numbers_as_numbers_and_text_that_does_nothing() -> None:
    rows = [["name", "n"], ["=1+1", "12.50"], ["https://cluster.example", "<5"]]
    sheet = load_workbook(io.BytesIO(workbook([("Sheet", with_numbers(rows), (20, 8))])))["Sheet"]
    assert [[cell.value for cell in row] for row in sheet] == [rows[0], ["=1+1", 12.5], rows[2]]
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert sheet["A3"].hyperlink is None
