"""Tables that people open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from flask import Response

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


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: a name may hold anything."""
    dangerous = cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if dangerous else cell
