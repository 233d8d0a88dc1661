"""An answer as it stands in cells, and what the cells of an answer mean. Each part of a question has one cell.

The workbook speaks one language: run these within `speaking(language)`. What is read comes as typed in English,
with a point as decimal mark, so that it means the same whoever looks at it: save it within `speaking("en")`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from babel.dates import parse_date
from flask_babel import get_locale
from flask_babel import gettext as _

from labelapp.assessments.answers import NONE_OF_THESE, Content, Typed, plain_number, typed_in_json, typed_of
from labelapp.assessments.questionnaire import Part, Question
from labelapp.schemes.messages import mark
from labelapp.schemes.numbers import parse_exact
from labelapp.schemes.values import AnswerError
from labelapp.web.errors import InvalidInput

# What a spreadsheet keeps in a cell.
Cell = str | int | float | bool | date | None
LONGEST = 32_767
FIRST_DAY = date(1900, 3, 1)  # spreadsheets disagree about every day before
_DIGITS = 15
_LONGEST_LABEL = 120
_BY_PART = frozenset({"money", "counts"})
_CHOSEN = frozenset({"choice", "rubric"})
_NUMBERS = frozenset({"integer", "decimal", "money", "counts"})
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
        return not self.fault and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


def cell_parts(question: Question) -> tuple[Part, ...]:
    """The cells of a question: one for each amount, count or item, else a single one with the code ""."""
    if question.kind in _BY_PART or question.kind == "checklist":
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
        return {part.code: _yes(part.code in chosen) for part in question.parts if value or part.code in chosen}
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
    if question.kind in _CHOSEN:
        return next((label for part, label in choices(question) if part.code == str(value)), str(value))
    if question.kind in _NUMBERS:
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
    if Fraction(_plain(float(amount))) == amount:
        return float(amount)
    return plain_mark(str(value))


def plain_mark(number: str) -> str:
    """Plain digits with the decimal mark of the language."""
    return number.replace(".", "," if plain_number("0,5") == "0.5" else ".")


def _plain(value: float) -> str:
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
        return Fraction(_plain(float(value)))
    return value


def text_of(value: str) -> str:
    """The text of a cell: control characters without their escapes, line ends as they are stored."""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def typed_from(question: Question, found: Mapping[str, Found]) -> Typed:
    """What somebody entered into the cells of a question, in English notation. Raises AnswerError."""
    given = {code: cell for code, cell in found.items() if not cell.empty}
    for cell in given.values():
        if cell.fault:
            raise AnswerError("fault", cell.fault)
    if question.kind == "checklist":
        return _ticked(question, given)
    if question.kind in _BY_PART:
        return _tidy(question, {code: _number_from(question, cell) for code, cell in given.items()})
    if not given:
        return None
    return _tidy(question, _typed_single(question, given[""]))


def _tidy(question: Question, typed: str | dict[str, str]) -> Typed:
    try:
        return typed_in_json(question.field, typed)
    except InvalidInput:
        message = mark("This is longer than the platform can keep. Shorten it or upload a document.")
        raise AnswerError("too_long", message) from None


def _typed_single(question: Question, cell: Found) -> str:
    if question.kind in _CHOSEN:
        return _chosen(question, cell)
    if question.kind in _NUMBERS:
        return _number_from(question, cell)
    if question.kind == "date":
        return _day(cell.value)
    return _text_from(cell.value)


def _text_from(value: Cell) -> str:
    if isinstance(value, bool):
        raise AnswerError("logical", mark("This cell holds TRUE or FALSE. Write a text."))
    if isinstance(value, int | float):
        return plain_mark(_plain(float(value)))
    return text_of(value) if isinstance(value, str) else str(value)


def _number_from(question: Question, cell: Found) -> str:
    value = cell.value
    if isinstance(value, bool):
        raise AnswerError("logical", mark("This cell holds TRUE or FALSE. Write a number, such as 12."))
    if isinstance(value, date):
        raise AnswerError(
            "date", mark("This cell holds a date. Format it as a number and write the number again.")
        )
    if isinstance(value, int | float):
        return _plain(_without_percent(question, value) if cell.percent else float(value))
    return plain_number(text_of(value or ""))


def _without_percent(question: Question, value: float) -> float:
    """0.5 shown as 50 % is 50 where percent are asked, and nothing that we could know elsewhere."""
    if getattr(question.field, "unit", None) not in ("percent", "%"):
        message = mark("This cell holds a percentage. Format it as a number and write the number again.")
        raise AnswerError("percent", message)
    return value * 100


def _day(value: Cell) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = text_of(value)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return text
        if re.fullmatch(r"\d{1,2}\D{1,2}\d{1,2}\D{1,2}\d{4}", text):
            try:
                return parse_date(text, locale=get_locale()).isoformat()
            except (ValueError, IndexError):
                pass
    raise AnswerError("not_a_date", mark("Enter a date, such as 2026-01-31."))


def day_of(value: object) -> object:
    """A date cell without its time of day; spreadsheets know no plain dates."""
    if isinstance(value, datetime):
        return value.date()
    return None if value == time() else value


def _chosen(question: Question, cell: Found) -> str:
    offered = choices(question)
    if isinstance(cell.value, str):
        text = _folded(cell.value)
        for part, label in offered:
            if text in (_folded(label), _folded(part.label), _folded(part.code)):
                return part.code
    if question.kind == "rubric" and not isinstance(cell.value, date | bool):
        points = _number_from(question, cell)
        if points in {part.code for part, _label in offered}:
            return points
    raise AnswerError("not_offered", mark("Choose one of the entries of the list in this cell."))


def _folded(text: str) -> str:
    return " ".join(text_of(text).split()).casefold()


def _ticked(question: Question, given: Mapping[str, Found]) -> Typed:
    """The items with "yes". All items with "no" mean none of them; some of them with "no" mean nothing yet."""
    answers = {code: _is_yes(cell.value) for code, cell in given.items()}
    items = [part.code for part in question.parts if part.code != NONE_OF_THESE]
    ticked = [code for code in items if answers.get(code)]
    if answers.get(NONE_OF_THESE):
        if ticked:
            message = mark("Answer either some of these or “None of these” with yes.")
            raise AnswerError("none_and_some", message)
        return [NONE_OF_THESE]
    if ticked or not answers:
        return list(ticked) or None
    if all(code in answers for code in items):
        return [NONE_OF_THESE]
    raise AnswerError("half_a_list", mark("Answer each item with yes or no, or “None of these” with yes."))


def _is_yes(value: Cell) -> bool:
    if isinstance(value, bool):
        return value
    words = {_folded(word): word == _yes(True) for word in yes_and_no()}
    words |= {"x": True, "1": True, "0": False}
    answer = words.get(_folded(str(value)))
    if answer is None:
        raise AnswerError("not_yes_or_no", mark("Choose yes or no from the list in this cell."))
    return answer
