"""Which row of which sheet holds what. Pure: the writer paints it, and nothing depends on it when reading back.

Reading goes by marks that no hand touches: a hidden row names the columns, a hidden column names each row that
asks for something, so that cells are found wherever rows and columns were moved to.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from labelapp.assessments.questionnaire import Block, Part, Question, Section
from labelapp.assessments.workbook.cells import cell_parts
from labelapp.schemes.answers import NOT_APPLICABLE

MACHINE_SHEET = "labelapp"
LISTS_SHEET = "labelapp lists"
KEY_MARK = "labelapp:key"
ANSWER_MARK = "labelapp:answer"
FORMAT = 1

Kind = Literal["indicator", "label", "input", "computed", "total"]
COLUMNS = ("key", "code", "question", "answer", "unit", "help", "guidance")
ANSWER_COLUMN = COLUMNS.index("answer")
# Hidden marks, title, what the dimension is about, headings: rows count from 0 as the writer does.
HEADINGS_ROW = 3
FIRST_ROW = HEADINGS_ROW + 1
_LONGEST_TITLE = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Key:
    """Names the cell of an answer: indicator, field, and part where the field has several."""

    indicator: str
    field: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.indicator}|{self.field}|{self.part}"

    @classmethod
    def read(cls, text: str) -> "Key | None":
        """The key that stands in a hidden cell; None when it is none."""
        steps = text.split("|")
        return cls(*steps) if len(steps) == 3 else None


@dataclass(frozen=True)
class Row:
    """One row of a sheet. Only `input` rows ask for something."""

    kind: Kind
    block: Block
    question: Question | None = None
    part: Part | None = None

    @property
    def key(self) -> Key | None:
        """The name of its answer cell."""
        if self.question is None or self.part is None:
            return None
        return Key(self.block.indicator.code, self.question.code, self.part.code)


@dataclass(frozen=True)
class Sheet:
    """One dimension."""

    title: str
    section: Section
    rows: tuple[Row, ...]


def sheets(sections: Sequence[Section]) -> list[Sheet]:
    """One sheet for each dimension, in order, with titles that spreadsheets accept."""
    taken = {MACHINE_SHEET, LISTS_SHEET}
    found = []
    for section in sections:
        title = _title(section, taken)
        taken.add(title.casefold())
        found.append(Sheet(title, section, tuple(_rows(section))))
    return found


def positions(found: Sequence[Sheet]) -> dict[Key, tuple[str, int]]:
    """Sheet and row, counted from 0, of each answer cell."""
    return {
        row.key: (sheet.title, number)
        for sheet in found
        for number, row in enumerate(sheet.rows, FIRST_ROW)
        if row.key is not None
    }


def source_of(question: Question, part: Part) -> Key | None:
    """The cell that a computed cell repeats; None when its value comes from elsewhere."""
    source = question.field.from_ if question.field else None
    if source is None:
        return None
    indicator, _dot, field = source.rpartition(".")
    return Key(indicator, field, part.code)


def _title(section: Section, taken: set[str]) -> str:
    """Code and name, cut at a word where there is room for no more."""
    title = _FORBIDDEN.sub(" ", f"{section.code} {section.name}")
    if len(title) > _LONGEST_TITLE:
        title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0]
    title = title.strip(" ',;")[:_LONGEST_TITLE] or section.code[:_LONGEST_TITLE]
    number = 2
    while title.casefold() in taken:
        title, number = f"{title[: _LONGEST_TITLE - 4].strip()} {number}", number + 1
    return title


def _rows(section: Section) -> Iterator[Row]:
    for block in section.blocks:
        yield Row("indicator", block)
        for question in block.questions:
            yield from _rows_of(block, question)


def _rows_of(block: Block, question: Question) -> Iterator[Row]:
    asked: Kind = "computed" if question.computed else "input"
    parts = cell_parts(question)
    if parts[0].code == "":
        yield Row(asked, block, question, parts[0])
        return
    yield Row("label", block, question)
    yield from (Row(asked, block, question, part) for part in parts)
    if question.kind in ("money", "counts") and len(parts) > 1:
        yield Row("total", block, question)


def is_reason(question: Question) -> bool:
    """Whether this asks why the indicator does not apply."""
    return question.code == NOT_APPLICABLE
