"""Tables of earlier registers."""

import csv
import io
from typing import Any

from labelapp.certificates.imports import operations
from labelapp.certificates.imports.checking import Checked, check_table
from labelapp.certificates.imports.models import RegisterImport
from labelapp.dataroom.tables import Table, read_table
from labelapp.extensions import db

LINE = {
    "certificate": "2024-001", "holder": "Havnsund Maritime Cluster", "place": "Esbjerg", "country": "DK",
    "fields": "maritime", "level": "gold", "valid_from": "2024-03-01", "valid_until": "2026-02-28",
}  # fmt: skip


def a_line(number: int = 1, **changes: str) -> dict[str, str]:
    """A good line; `number` makes serial and holder its own."""
    own = {"certificate": f"2024-{number:03}", "holder": f"Cluster of line {number}"}
    return LINE | own | changes


def csv_of(*lines: dict[str, str]) -> bytes:
    """The lines as a CSV file; what a line does not have is empty."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def table_of(*lines: dict[str, str]) -> Table:
    """The lines as they are read from a file; the first one is line 2."""
    return read_table(io.BytesIO(csv_of(*lines)))


def check_lines(*lines: dict[str, str], choices: dict[str, int] | None = None) -> Checked:
    """What importing the lines would do."""
    table = table_of(*lines)
    content: dict[str, Any] = {"headings": table.headings, "rows": table.rows, "lines": table.lines}
    return check_table(content, choices or {})


def take_over(*lines: dict[str, str], leave_out: bool = False) -> RegisterImport:
    """Import the lines at once."""
    kept = operations.prepare_import("register.csv", table_of(*lines), by=None)
    operations.take_over_now(kept, leave_out=leave_out)
    db.session.commit()
    return kept


def begin_and_die(kept: RegisterImport, after: int) -> None:
    """Leave a started import as a worker leaves it that dies after a portion of so many lines."""
    checked = operations.begin(kept)
    operations.take_over_portion(kept, checked.new[:after], checked)
    db.session.commit()
