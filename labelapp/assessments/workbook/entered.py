"""What somebody entered into the cells of a question.

Run this within `speaking(language)` of the workbook. What was typed is as typed in English, with a point as decimal
mark, so that it means the same whoever looks at it: save it within `speaking("en")`.
"""

import re
from collections.abc import Mapping
from datetime import date

from babel.dates import parse_date
from flask_babel import get_locale

from labelapp.assessments.answers import NONE_OF_THESE, Typed, plain_number, typed_in_json, value_of
from labelapp.assessments.questionnaire import Question
from labelapp.assessments.workbook.cells import (
    BY_PART,
    CHOSEN,
    NUMBERS,
    Cell,
    Found,
    choices,
    plain_digits,
    plain_mark,
    text_of,
    yes_and_no,
)
from labelapp.schemes.messages import mark
from labelapp.schemes.values import AnswerError
from labelapp.web.errors import InvalidInput
from labelapp.web.locale import speaking


def entered(question: Question, found: Mapping[str, Found]) -> tuple[Typed, object]:
    """What somebody entered into the cells of a question, and the valid answer in it. Raises AnswerError."""
    typed = _typed_from(question, found)
    with speaking("en"):
        return typed, value_of(question.indicator, question.code, typed)


def culprit(question: Question, found: Mapping[str, Found]) -> str:
    """The part of an answer that cannot be read: the first that is wrong by itself, else the first that is filled."""
    for part, cell in found.items():
        try:
            entered(question, {part: cell})
        except AnswerError as error:
            if error.code != "half_a_list":
                return part
    return next((part for part, cell in found.items() if not cell.empty), next(iter(found)))


def _typed_from(question: Question, found: Mapping[str, Found]) -> Typed:
    """In English notation. Raises AnswerError."""
    given = {code: cell for code, cell in found.items() if not cell.empty}
    for cell in given.values():
        if cell.fault:
            raise AnswerError("fault", cell.fault)
    if question.kind == "checklist":
        return _ticked(question, given)
    if question.kind in BY_PART:
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
    if question.kind in CHOSEN:
        return _chosen(question, cell)
    if question.kind in NUMBERS:
        return _number_from(question, cell)
    if question.kind == "date":
        return _day(cell.value)
    return _text_from(cell.value)


def _text_from(value: Cell) -> str:
    if isinstance(value, bool):
        raise AnswerError("logical", mark("This cell holds TRUE or FALSE. Write a text."))
    if isinstance(value, int | float):
        return plain_mark(plain_digits(float(value)))
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
        return plain_digits(_without_percent(question, value) if cell.percent else float(value))
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


def _chosen(question: Question, cell: Found) -> str:
    offered = choices(question)
    if isinstance(cell.value, str):
        text = _folded(cell.value)
        for names in ([label for _part, label in offered], [part.label for part, _label in offered]):
            fitting = [at for at, name in enumerate(names) if _folded(name) == text]
            if len(fitting) == 1:
                return offered[fitting[0]][0].code
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
    words = {_folded(word): word == yes_and_no()[0] for word in yes_and_no()}
    words |= {"x": True, "1": True, "0": False}
    answer = words.get(_folded(str(value)))
    if answer is None:
        raise AnswerError("not_yes_or_no", mark("Choose yes or no from the list in this cell."))
    return answer
