"""The answers of a declaration: as they are typed, what is missing in them, and what is to be looked at. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from labelapp.certificates.members import Members
from labelapp.schemes.surveillance import Question

MEMBERS = ("then", "joined", "left")
LONGEST = 10_000
Answers = Mapping[str, Mapping[str, str]]


def read_questions(stored: Iterable[Mapping[str, Any]]) -> list[Question]:
    """The questions as they were asked."""
    return [Question.model_validate(one) for one in stored]


def field_name(question: Question, part: str) -> str:
    """The name of an input, for instance `management_words`."""
    return f"{question.code}_{part}"


def parts_of(question: Question) -> tuple[str, ...]:
    """What one question asks for."""
    if question.kind == "membership":
        return MEMBERS
    return ("words",) if question.kind == "text" else ("answer", "words")


def problems(questions: Iterable[Question], answers: Answers) -> dict[str, Any]:
    """What keeps a declaration from being sent, by name of the input."""
    found: dict[str, Any] = {}
    for question in questions:
        given = answers.get(question.code, {})
        for part, text in _problems_of(question, given).items():
            found[field_name(question, part)] = text
    return found


def _problems_of(question: Question, given: Mapping[str, str]) -> dict[str, Any]:
    if len(given.get("words", "")) > LONGEST:
        return {"words": _("This text is too long: at most 10 000 characters.")}
    if question.kind == "membership":
        return _problems_of_members(given)
    words = given.get("words", "").strip()
    if question.kind == "text":
        return {} if words else {"words": _("Write your answer.")}
    if given.get("answer") not in ("yes", "no"):
        return {"answer": _("Choose yes or no.")}
    explained = given["answer"] != question.explain or words
    return {} if explained else {"words": _("Write what this means.")}


def _problems_of_members(given: Mapping[str, str]) -> dict[str, Any]:
    wrong = {part: _("Enter a whole number.") for part in MEMBERS if not _is_number(given.get(part, ""))}
    if not wrong and int(given["left"]) > int(given["then"]):
        wrong["left"] = _("Not more members can have left than there were.")
    return wrong


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


def notable(question: Question, given: Mapping[str, str]) -> bool:
    """Whether an answer is one that the secretariat looks at."""
    return question.kind == "yes_no" and given.get("answer") == question.explain


def declared_members(questions: Iterable[Question], answers: Answers) -> Members | None:
    """The members of a declaration without problems; None when its scheme does not ask."""
    for question in questions:
        if question.kind == "membership":
            given = answers[question.code]
            return Members(*(int(given[part]) for part in MEMBERS))
    return None
