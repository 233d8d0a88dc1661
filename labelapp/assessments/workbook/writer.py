"""Writing the workbook: one sheet a dimension, after a sheet that says how to use it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from labelapp.assessments.answers import Content
from labelapp.assessments.computed import complete_answers, counted, figures_for
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import GivenAnswers
from labelapp.assessments.questionnaire import Block, Question, questionnaire
from labelapp.assessments.workbook.appearance import (
    LINE_HEIGHT,
    ROOM_FOR_TEXT,
    guidance_text,
    height,
    is_long,
    label_text,
    levels_text,
    set_up,
)
from labelapp.assessments.workbook.cells import Cell, choices, fits, written, yes_and_no
from labelapp.assessments.workbook.entering import help_text, validation
from labelapp.assessments.workbook.identity import Identity
from labelapp.assessments.workbook.layout import (
    ANSWER_COLUMN,
    COLUMNS,
    FIRST_ROW,
    HEADINGS_ROW,
    LISTS_SHEET,
    MACHINE_SHEET,
    Key,
    Row,
    Sheet,
    positions,
    sheets,
    source_of,
)
from labelapp.assessments.workbook.start_sheet import write_start
from labelapp.assessments.workbook.styles import computed_style, input_style, make_styles
from labelapp.clock import today
from labelapp.extensions import settings
from labelapp.schemes.answers import NOT_APPLICABLE, look_up
from labelapp.schemes.definition import Scheme
from labelapp.web.locale import speaking


def workbook_file(assessment: Assessment, scheme: Scheme, given: GivenAnswers, language: str) -> bytes:
    """The workbook of a self-assessment with the answers so far, in one of the shipped languages."""
    with speaking(language):
        return _Writing(assessment, scheme, given, Identity.of(assessment, language)).file()


@dataclass
class _Writing:
    """One workbook while it is written."""

    assessment: Assessment
    scheme: Scheme
    given: GivenAnswers
    identity: Identity
    out: BytesIO = field(default_factory=BytesIO)

    def __post_init__(self) -> None:
        self.book = Workbook(
            self.out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.styles = make_styles(self.book, self.identity.language)
        figures = figures_for(self.assessment, today())
        self.counted = counted(self.scheme, self.given, figures)
        self.sheets = sheets(questionnaire(self.scheme, self.counted))
        self.positions = positions(self.sheets)
        self.answers = complete_answers(self.scheme, self.given, figures)
        self.lists: list[Sequence[str]] = []

    def file(self) -> bytes:
        made_at = datetime.fromisoformat(self.identity.made_at)
        self.book.set_properties(
            {
                "title": _("Questionnaire of %(name)s", name=self.assessment.cluster.name),
                "author": settings().issuer_name,
                "created": made_at.replace(tzinfo=None),
            }
        )
        write_start(
            self.book,
            self.styles,
            assessment=self.assessment,
            scheme=self.scheme,
            sheets=self.sheets,
            identity=self.identity,
        )
        for sheet in self.sheets:
            self._sheet(sheet)
        self._lists()
        self._machine()
        self.book.close()
        return self.out.getvalue()

    def _sheet(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.title)
        set_up(page, self.assessment.cluster.name, f"{self.scheme.key}")
        section = sheet.section
        page.write_string(1, 1, f"{section.code} {section.name}", self.styles["title"])
        page.set_row(1, 32)
        page.write_string(2, 1, section.summary, self.styles["section"])
        titles = (
            _("No."),
            _("Question"),
            _("Your answer"),
            _("Unit"),
            _("Levels, how to answer"),
            _("Guidance and evidence"),
        )
        for column, title in enumerate(titles, 1):
            page.write_string(HEADINGS_ROW, column, title, self.styles["heading"])
        first_of_question = FIRST_ROW
        for number, row in enumerate(sheet.rows, FIRST_ROW):
            if row.kind == "label":
                first_of_question = number + 1
            self._row(page, number, row, first_of_question)
        page.print_area(1, 1, FIRST_ROW + len(sheet.rows) - 1, len(COLUMNS) - 1)

    def _row(self, page: Worksheet, number: int, row: Row, first: int) -> None:
        if row.kind == "indicator":
            self._indicator(page, number, row.block)
        elif row.kind == "total":
            self._total(page, number, row, first)
        else:
            self._question(page, number, row)

    def _indicator(self, page: Worksheet, number: int, block: Block) -> None:
        styles, column = self.styles, COLUMNS.index
        for name in ("answer", "unit"):
            page.write_blank(number, column(name), None, styles["indicator"])
        page.write_string(number, column("code"), block.indicator.code, styles["code"])
        page.write_rich_string(
            number,
            column("question"),
            styles["indicator name"],
            block.name,
            styles["indicator why"],
            f"\n{block.why}",
            styles["indicator"],
        )
        page.write_string(number, column("help"), levels_text(block), styles["indicator"])
        page.write_string(number, column("guidance"), guidance_text(block), styles["indicator"])
        question = f"{block.name}\n{block.why}"
        page.set_row(
            number, height(question=question, help=levels_text(block), guidance=guidance_text(block))
        )

    def _question(self, page: Worksheet, number: int, row: Row) -> None:
        question = row.question
        assert question is not None
        styles, column = self.styles, COLUMNS.index
        several = row.kind != "label" and row.part is not None and row.part.code != ""
        label = row.part.label if several and row.part else label_text(question)
        page.write_string(number, column("question"), label, styles["part" if several else "question"])
        unit = "" if row.kind == "label" or question.kind == "checklist" else question.unit
        page.write_string(number, column("unit"), unit, styles["unit"])
        helping = "" if several else help_text(question)
        page.write_string(number, column("help"), helping, styles["help"])
        needed = max(height(question=label, help=helping, unit=unit), ROOM_FOR_TEXT if is_long(row) else 0)
        if needed > LINE_HEIGHT:
            page.set_row(number, needed)
        if row.kind == "label":
            page.write_blank(number, ANSWER_COLUMN, None, styles["help"])
        elif row.kind == "computed":
            self._computed(page, number, row)
        else:
            self._input(page, number, row)

    def _input(self, page: Worksheet, number: int, row: Row) -> None:
        question, part, key = row.question, row.part, row.key
        assert question is not None
        assert part is not None
        value = written(question, self._content(question)).get(part.code)
        if not fits(value):
            text = _(
                "This answer is too long for a spreadsheet. It stays as it is; change it on the platform."
            )
            page.write_string(number, ANSWER_COLUMN, text, self.styles["computed"])
            return
        page.write_string(number, 0, str(key))
        _write(page, number, value, self.styles[input_style(question, value)])
        page.data_validation(
            number, ANSWER_COLUMN, number, ANSWER_COLUMN, validation(question, self._list(question))
        )

    def _content(self, question: Question) -> Content | None:
        given = self.given.get((question.indicator.code, question.code))
        return given.content if given else None

    def _computed(self, page: Worksheet, number: int, row: Row) -> None:
        question, part = row.question, row.part
        assert question is not None
        assert part is not None
        assert question.field is not None
        style = self.styles[computed_style(question)]
        value = look_up(self.scheme, question.indicator, question.field, self.answers)
        cell = written(question, {"value": value}).get(part.code)
        formula = self._repeats(source_of(question, part))
        if formula:
            page.write_formula(number, ANSWER_COLUMN, formula, style, "" if cell is None else _cached(cell))
        else:
            _write(page, number, cell, style)

    def _repeats(self, source: Key | None) -> str:
        """The formula that repeats a cell; nothing while its indicator does not apply."""
        if source is None or source not in self.positions:
            return ""
        empty = f"ISBLANK({self._address(source)})"
        reason = Key(source.indicator, NOT_APPLICABLE)
        if reason in self.positions:
            empty = f"OR({empty},NOT(ISBLANK({self._address(reason)})))"
        return f'=IF({empty},"",{self._address(source)})'

    def _address(self, key: Key) -> str:
        title, number = self.positions[key]
        return f"{quote_sheetname(title)}!{xl_rowcol_to_cell(number, ANSWER_COLUMN)}"

    def _total(self, page: Worksheet, number: int, row: Row, first: int) -> None:
        question = row.question
        assert question is not None
        styles, column = self.styles, COLUMNS.index
        cells = f"{xl_rowcol_to_cell(first, ANSWER_COLUMN)}:{xl_rowcol_to_cell(number - 1, ANSWER_COLUMN)}"
        shown = written(question, self._content(question)).values()
        numbers = [cell for cell in shown if isinstance(cell, int | float)]
        page.write_string(number, column("question"), _("Sum"), styles["part"])
        page.write_string(number, column("unit"), question.unit, styles["unit"])
        page.write_string(number, column("help"), "", styles["help"])
        page.write_formula(
            number,
            ANSWER_COLUMN,
            f'=IF(COUNT({cells})=0,"",SUM({cells}))',
            styles[computed_style(question)],
            sum(numbers) if numbers else "",
        )

    def _list(self, question: Question) -> str:
        """The range of the entries from which one chooses; empty for a cell without a list."""
        if question.kind == "checklist":
            return self._range(yes_and_no())
        if question.kind in ("choice", "rubric"):
            return self._range([label for _part, label in choices(question)])
        return ""

    def _range(self, entries: Sequence[str]) -> str:
        if entries not in self.lists:
            self.lists.append(entries)
        column = self.lists.index(entries)
        return f"{quote_sheetname(LISTS_SHEET)}!{xl_range_abs(0, column, len(entries) - 1, column)}"

    def _lists(self) -> None:
        page = self.book.add_worksheet(LISTS_SHEET)
        for column, entries in enumerate(self.lists):
            for number, entry in enumerate(entries):
                page.write_string(number, column, entry)
        page.protect()
        page.very_hidden()

    def _machine(self) -> None:
        """Who this workbook is, and which version of each answer it shows."""
        page = self.book.add_worksheet(MACHINE_SHEET)
        for number, (name, value) in enumerate(self.identity.lines()):
            page.write_string(number, 0, name)
            page.write_string(number, 1, value)
        first = len(self.identity.lines())
        for number, (indicator, code) in enumerate(sorted(self.given), first):
            page.write_string(number, 0, f"answer:{indicator}|{code}")
            page.write_string(number, 1, str(self.given[indicator, code].version))
        first += len(self.given)
        for number, (indicator, code) in enumerate(sorted(self.counted), first):
            page.write_string(number, 0, f"counted:{indicator}|{code}")
        page.protect()
        page.very_hidden()


def _write(page: Worksheet, number: int, value: Cell, style: Format) -> None:
    """Write a value as what it is: a text is never taken for a formula, a number or an address."""
    if value is None:
        page.write_blank(number, ANSWER_COLUMN, None, style)
    elif isinstance(value, str):
        page.write_string(number, ANSWER_COLUMN, value, style)
    elif isinstance(value, int | float):
        page.write_number(number, ANSWER_COLUMN, value, style)
    else:
        page.write_datetime(number, ANSWER_COLUMN, value, style)


def _cached(cell: Cell) -> Any:
    """The value of a formula as spreadsheets keep it until they compute it anew."""
    return cell if isinstance(cell, int | float | str) else str(cell)
