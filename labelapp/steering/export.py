"""The figures of a period as files for a meeting of the board: a paper, and a workbook with a sheet a table.

Both hold counts, days and the agreement of each cycle, and no case. The names of experts stand in the workbook only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import Any

from flask_babel import format_decimal, get_locale, ngettext
from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.documents.steering import ColumnStrip, SteeringData, SteeringTable, steering_pdf
from labelapp.extensions import settings
from labelapp.steering import tables
from labelapp.steering.figures import read_work
from labelapp.steering.policy import may_see_cases_behind
from labelapp.steering.presentation import ColumnRow, flow_rows, level_rows
from labelapp.steering.queries.agreement import read_cycles
from labelapp.steering.queries.experts import by_country, by_expert, read_parts
from labelapp.steering.queries.overdue import count_overdue
from labelapp.steering.queries.renewals import count_endings, months_ahead
from labelapp.steering.queries.runs import count_shut
from labelapp.steering.scope import Scope
from labelapp.steering.tables import Cell, Table
from labelapp.steering.words import label_words
from labelapp.web.formats import date_long
from labelapp.web.work_charts import COLUMN_HEIGHT

_INK, _INK_2, _ACCENT = "#14232B", "#47585F", "#0B5868"
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "Georgia", "font_size": 16, "font_color": _INK},
    "lead": {"font_color": _INK_2},
    "marked": {"bold": True, "font_color": _INK},
    "head": {"bold": True, "font_color": "#FFFFFF", "bg_color": _ACCENT, "text_wrap": True, "valign": "top"},
    "text": {"font_color": _INK},
    "day": {"font_color": _INK, "num_format": "yyyy-mm-dd", "align": "right"},
    "number": {"font_color": _INK, "num_format": "#,##0.##"},
}
_WIDTH = 22
_FIRST_ROW = 5


def board_paper(user: User, scope: Scope, today: date) -> bytes:
    """The paper, in the reader's language."""
    return steering_pdf(
        SteeringData(
            since=scope.period.first,
            until=scope.period.last,
            label=label_words(scope.label) if scope.label else "",
            made_on=today,
            made_by=user.name,
            left_out=count_shut(user, scope),
            tables=[_printed(drawn) for drawn in _figures(user, scope, today)],
            issuer_name=settings().issuer_name,
            issuer_subtitle=settings().issuer_subtitle,
            language=get_locale().language,
            demonstration=settings().demo,
        )
    )


def board_workbook(user: User, scope: Scope, today: date) -> bytes:
    """The workbook, in the reader's language."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"created": now()})
    formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
    heads = _heads(scope, today, count_shut(user, scope))
    experts = tables.experts_table(by_expert(read_parts(user, scope)))
    for table in [*(drawn.table for drawn in _figures(user, scope, today)), experts]:
        _write_sheet(book.add_worksheet(table.title), table, heads, formats)
    book.close()
    return file.getvalue()


@dataclass(frozen=True)
class _Drawn:
    """A table, and the rows of columns that draw it on paper."""

    table: Table
    rows: Sequence[ColumnRow] = ()


def _figures(user: User, scope: Scope, today: date) -> list[_Drawn]:
    """What both files hold. Agreement is read from cases about which the reader declared: nobody else has any."""
    work = read_work(user, scope, today)
    endings = count_endings(user, scope, today)
    found = [
        _Drawn(tables.throughput_table(work.counts, scope.period), flow_rows(work.counts)),
        _Drawn(tables.steps_table(work.steps, work.laps, today)),
        _Drawn(tables.overdue_table(count_overdue(user, scope, today), today)),
        _Drawn(tables.countries_table(by_country(read_parts(user, scope)))),
        _Drawn(tables.renewals_table(endings), level_rows(endings, months_ahead(today))),
    ]
    if may_see_cases_behind(user):
        found.append(_Drawn(tables.agreement_table(read_cycles(user, scope))))
    return found


def _printed(drawn: _Drawn) -> SteeringTable:
    table = drawn.table
    columns = [(column.label, column.numeric) for column in table.columns]
    return SteeringTable(table.title, table.note, columns, table.texts, [_strip(row) for row in drawn.rows])


def _strip(row: ColumnRow) -> ColumnStrip:
    columns = [(one.x, one.width, one.height * 100 / COLUMN_HEIGHT) for one in row.chart.columns]
    return ColumnStrip(row.name, row.sentence, str(format_decimal(row.chart.total)), columns)


def _heads(scope: Scope, today: date, left_out: int) -> list[str]:
    period = _(
        "%(since)s to %(until)s. As of %(day)s.",
        since=date_long(scope.period.first),
        until=date_long(scope.period.last),
        day=date_long(today),
    )
    lines = [
        f"{label_words(scope.label)}. {period}" if scope.label else period,
        _("Confidential: for the board and the secretariat."),
    ]
    if left_out:
        lines.append(left_out_words(left_out))
    return lines


def left_out_words(number: int) -> str:
    """What an interest of the reader does to the figures."""
    return str(
        ngettext(
            "%(num)s case in which you have an interest is in no figure.",
            "%(num)s cases in which you have an interest are in no figure.",
            number,
        )
    )


def _write_sheet(sheet: Worksheet, table: Table, heads: list[str], formats: dict[str, Any]) -> None:
    """Texts are written as texts: no name becomes a formula."""
    sheet.write_string(0, 0, table.title, formats["title"])
    sheet.write_string(1, 0, table.note, formats["lead"])
    for row, line in enumerate(heads, start=2):
        sheet.write_string(row, 0, line, formats["marked"])
    for place, column in enumerate(table.columns):
        sheet.write_string(_FIRST_ROW, place, column.label, formats["head"])
    sheet.set_column(0, len(table.columns) - 1, _WIDTH)
    for row, cells in enumerate(table.rows, start=_FIRST_ROW + 1):
        for place, cell in enumerate(cells):
            _write_cell(sheet, row, place, cell, formats)
    sheet.freeze_panes(_FIRST_ROW + 1, 1)


def _write_cell(sheet: Worksheet, row: int, place: int, cell: Cell, formats: dict[str, Any]) -> None:
    match cell:
        case None:
            sheet.write_blank(row, place, None, formats["text"])
        case str():
            sheet.write_string(row, place, cell, formats["text"])
        case date():
            sheet.write_datetime(row, place, cell, formats["day"])
        case Fraction() | float() | int():
            sheet.write_number(row, place, float(cell), formats["number"])
