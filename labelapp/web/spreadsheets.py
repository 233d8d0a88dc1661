"""Tables that people open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from flask import Response
from xlsxwriter import Workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def csv_file(name: str, rows: Iterable[Sequence[str]]) -> Response:
    """A CSV file to download, headings first. The mark at its start tells spreadsheets that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return Response(
        "\N{ZERO WIDTH NO-BREAK SPACE}" + text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def xlsx_file(name: str, content: bytes) -> Response:
    """A workbook to download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=_XLSX, headers=headers)


Cells = Sequence[Sequence[str | float]]


def workbook(sheets: Sequence[tuple[str, Cells, Sequence[int]]]) -> bytes:
    """A workbook of sheets: title, rows with headings first, and the widths of columns in letters.

    Text is never taken for a formula or a link.
    """
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head, text = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for title, rows, widths in sheets:
            page = book.add_worksheet(title[:31])
            page.freeze_panes(1, 0)
            for column, width in enumerate(widths):
                page.set_column(column, column, width, text)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    style = text if number else head
                    if isinstance(cell, str):
                        page.write_string(number, column, cell, style)
                    else:
                        page.write_number(number, column, cell, style)
    return file.getvalue()


def with_numbers(rows: Iterable[Sequence[str]]) -> list[list[str | float]]:
    """The rows of a table of texts with those that are numbers as numbers."""
    return [[float(cell) if _NUMBER.fullmatch(cell) else cell for cell in row] for row in rows]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: a name may hold anything."""
    dangerous = cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if dangerous else cell
