"""How a sheet of questions is set up, and the texts and heights of its rows."""

from flask_babel import gettext as _
from xlsxwriter.worksheet import Worksheet

from labelapp.assessments.questionnaire import Block, Question
from labelapp.assessments.workbook.layout import (
    ANSWER_COLUMN,
    ANSWER_MARK,
    COLUMNS,
    FIRST_ROW,
    HEADINGS_ROW,
    KEY_MARK,
    Row,
    is_reason,
)

_WIDTHS = {"code": 7, "question": 48, "answer": 34, "unit": 16, "help": 48, "guidance": 64}
LINE_HEIGHT, _MOST_HEIGHT = 15, 300
ROOM_FOR_TEXT = 75
_PROTECTION = {"format_columns": True, "format_rows": True}
_LANDSCAPE_A4 = 9


def set_up(page: Worksheet, cluster: str, scheme: str) -> None:
    """Hidden marks, widths, frozen headings, protection without a password, and how it prints."""
    page.write_string(0, 0, KEY_MARK)
    page.write_string(0, ANSWER_COLUMN, ANSWER_MARK)
    page.set_row(0, None, None, {"hidden": True})
    page.set_column(0, 0, None, None, {"hidden": True})
    for name, width in _WIDTHS.items():
        page.set_column(COLUMNS.index(name), COLUMNS.index(name), width)
    page.freeze_panes(FIRST_ROW, COLUMNS.index("answer"))
    page.hide_gridlines(2)
    page.set_zoom(90)
    page.protect("", _PROTECTION)
    page.set_landscape()
    page.set_paper(_LANDSCAPE_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADINGS_ROW)
    page.set_footer(f"&L{_in_footer(cluster)}&C{_in_footer(scheme)}&R&P / &N")


def height(**texts: str) -> int:
    """The height that texts need in columns of these names: not every program adjusts it when it opens a file."""
    lines = [_lines(text, _WIDTHS[name]) for name, text in texts.items()]
    return min(_MOST_HEIGHT, LINE_HEIGHT * max(lines) + (4 if max(lines) > 1 else 0))


def _lines(text: str, width: int) -> int:
    """In how many lines a column breaks a text; narrow letters make up for words that are not cut."""
    return sum(max(1, -(-len(line) // width)) for line in text.split("\n"))


def is_long(row: Row) -> bool:
    return row.kind == "input" and row.question is not None and row.question.kind == "text"


def _in_footer(text: str) -> str:
    """A text in which no sign is a command of the footer."""
    return text.replace("&", "&&")[:80]


def label_text(question: Question) -> str:
    if question.required or question.computed or is_reason(question):
        return question.label
    return str(_("%(label)s (optional)", label=question.label))


def levels_text(block: Block) -> str:
    lines = [f"{points}  {text}" for points, text in block.levels]
    minimum = [_("Minimum requirement: %(text)s", text=block.minimum)] if block.minimum else []
    return "\n".join([block.points, *lines, *minimum])


def guidance_text(block: Block) -> str:
    evidence = [_("Accepted: %(kinds)s.", kinds="; ".join(block.evidence))] if block.evidence else []
    return "\n".join([part for part in (block.guidance, *evidence) if part])
