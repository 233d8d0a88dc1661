"""An answer as it stands in cells. Each part of a question has one cell.

A workbook speaks one language: run these within `speaking(language)`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from labelapp.assessments.answers import NONE_OF_THESE, Content, Typed, plain_number, typed_of
from labelapp.assessments.questionnaire import Part, Question
from labelapp.schemes.numbers import parse_exact

# What a spreadsheet keeps in a cell.
Cell = str | int | float | bool | date | None
LONGEST = 32_767
FIRST_DAY = date(1900, 3, 1)  # spreadsheets disagree about every day before
_DIGITS = 15
_LONGEST_LABEL = 120
BY_PART = frozenset({"money", "counts"})
CHOSEN = frozenset({"choice", "rubric"})
NUMBERS = frozenset({"integer", "decimal", "money", "counts"})
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|FFFE|FFFF)_")
_MARKED = re.compile(r"_x[0-9a-fA-F]{4}_")


@dataclass(frozen=True)
class Found:
    """What stands in a cell: its value, whether it is shown as a percentage, and `fault`, why it has no value."""

    value: Cell = None
    percent: bool = False
    fault: str = ""

    @property
    def empty(self) -> bool:
        """Whether nobody wrote anything there."""
        return not self.fault and (
            self.value is None or (isinstance(self.value, str) and not self.value.strip())
        )


def cell_parts(question: Question) -> tuple[Part, ...]:
    """The cells of a question: one for each amount, count or item, else a single one with the code ""."""
    if question.kind in BY_PART or question.kind == "checklist":
        return question.parts
    return (Part("", question.label),)


def written(question: Question, content: Content | None) -> dict[str, Cell]:
    """What the cells of a question show for a stored answer, by part; empty ones are left out."""
    typed = typed_of(question.field, content)
    if content is None or typed is None:
        return {}
    if "raw" in content:
        return _raw(question, typed)
    value = content["value"]
    if question.kind == "checklist":
        chosen = value or [NONE_OF_THESE]
        return {
            part.code: _yes(part.code in chosen) for part in question.parts if value or part.code in chosen
        }
    if isinstance(value, Mapping):
        return {str(code): _number(amount) for code, amount in value.items()}
    return {"": _single(question, value)}


def _raw(question: Question, typed: Typed) -> dict[str, Cell]:
    """What was typed and is no valid answer, as it was typed."""
    if isinstance(typed, dict):
        return dict(typed)
    if isinstance(typed, list):
        return {code: _yes(True) for code in typed}
    return {"": typed}


def _single(question: Question, value: Any) -> Cell:
    if question.kind in CHOSEN:
        return next((label for part, label in choices(question) if part.code == str(value)), str(value))
    if question.kind in NUMBERS:
        return _number(value)
    if question.kind == "date":
        day = date.fromisoformat(value)
        return day if day >= FIRST_DAY else str(value)
    return str(value)


def _number(value: object) -> Cell:
    """A number where a spreadsheet holds it exactly, else a text."""
    amount = parse_exact(value)
    if amount.denominator == 1 and abs(amount.numerator) < 10**_DIGITS:
        return int(amount)
    if Fraction(plain_digits(float(amount))) == amount:
        return float(amount)
    return plain_mark(str(value))


def plain_mark(number: str) -> str:
    """Plain digits with the decimal mark of the language."""
    return number.replace(".", "," if plain_number("0,5") == "0.5" else ".")


def plain_digits(value: float) -> str:
    """A number as a spreadsheet shows it, with fifteen digits, written without an exponent."""
    return format(Decimal(f"{value:.{_DIGITS}g}"), "f")


def choices(question: Question) -> list[tuple[Part, str]]:
    """What the list of a choice offers; a rubric's levels begin with their points and are cut to one line."""
    if question.kind != "rubric":
        labels = [part.label for part in question.parts]
        return [
            (part, part.label if labels.count(part.label) == 1 else f"{part.label} ({part.code})")
            for part in question.parts
        ]
    return [(part, _shortened(f"{plain_mark(part.code)} – {part.label}")) for part in question.parts]


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1].rstrip() + "…"


def _yes(ticked: bool) -> str:
    return str(_("yes")) if ticked else str(_("no"))


def yes_and_no() -> list[str]:
    """What the list beside an item offers."""
    return [_yes(True), _yes(False)]


def fits(cell: Cell) -> bool:
    """Whether a spreadsheet can keep this in one cell."""
    return not isinstance(cell, str) or len(cell.encode("utf-16-le")) // 2 <= LONGEST


def same(question: Question, found: Mapping[str, Found], content: Content | None) -> bool:
    """Whether the cells still hold what was written there for this answer."""
    shown = written(question, content)
    return all(
        same_cell(found.get(part.code, Found()), shown.get(part.code)) for part in cell_parts(question)
    )


def same_cell(found: Found, shown: Cell) -> bool:
    """Whether a cell still holds what was written there."""
    return _comparable(found) == _as_read(shown)


def _comparable(found: Found) -> object:
    if found.empty:
        return None
    if found.fault or found.percent:
        return found
    return _normal(found.value)


def _as_read(cell: Cell) -> object:
    """What comes back for a cell that was written: the reader drops one kind of escape from texts."""
    if isinstance(cell, str):
        escaped = _MARKED.sub(lambda match: f"_x005F{match[0]}", cell)
        cell = escaped.replace("x005F_", "")
    return _comparable(Found(cell))


def _normal(value: Cell) -> object:
    if isinstance(value, str):
        return text_of(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fraction(plain_digits(float(value)))
    return value


def text_of(value: str) -> str:
    """The text of a cell: control characters without their escapes, line ends as they are stored."""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return text.replace("\r\n", "\n").replace("\0", "").strip()
