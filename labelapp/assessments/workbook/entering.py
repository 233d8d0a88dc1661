"""What may be entered into a cell: in words beside it, and as the validation that spreadsheets enforce."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.assessments.questionnaire import Question
from labelapp.assessments.workbook.cells import FIRST_DAY, plain_mark
from labelapp.schemes.numbers import exact

# What spreadsheets accept at most in the messages of a validation.
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
_LONGEST_TEXT, _LONGEST_LINK = 20_000, 2_000
_LAST_DAY = date(9999, 12, 31)


def help_text(question: Question) -> str:
    """The hint of a question, and what may be entered."""
    return "\n".join(line for line in (question.hint, *_rules(question)) if line)


def _rules(question: Question) -> Iterator[str]:
    if question.computed:
        if question.taken_from:
            yield _("Taken from %(place)s.", place=question.taken_from)
        yield _("Computed. Nothing is entered here.")
        return
    yield rule_text(question)


def rule_text(question: Question) -> str:
    """What may be entered; empty where anything may."""
    if question.words:
        return str(ngettext("At most %(num)s word.", "At most %(num)s words.", question.words))
    return _rule(question)


def _rule(question: Question) -> str:
    if question.kind in ("integer", "counts"):
        return _bounds(question, _("Whole number"))
    if question.kind in ("decimal", "money"):
        return _bounds(question, _("Number"))
    rules: dict[str, str] = {
        "date": _("Date."),
        "choice": _("Choose from the list."),
        "rubric": _("Choose from the list."),
        "checklist": _("Answer each item with yes or no."),
        "link": _("Web address that starts with https://"),
    }
    return rules.get(question.kind, "")


def _bounds(question: Question, what: str) -> str:
    low, high = _limits(question)
    if high is None:
        return str(_("%(what)s, %(low)s or more.", what=what, low=plain_mark(exact(low))))
    return str(
        _(
            "%(what)s from %(low)s to %(high)s.",
            what=what,
            low=plain_mark(exact(low)),
            high=plain_mark(exact(high)),
        )
    )


def _limits(question: Question) -> tuple[Fraction, Fraction | None]:
    low, high = getattr(question.field, "at_least", 0), getattr(question.field, "at_most", None)
    return Fraction(low), None if high is None else Fraction(high)


def validation(question: Question, choices: str) -> dict[str, Any]:
    """The validation of an answer cell; `choices` is the range of the entries of its list."""
    return _criteria(question, choices) | {
        "ignore_blank": True,
        "input_title": question.label[:_LONGEST_TITLE],
        "input_message": _cut(help_text(question) or question.label),
        "error_title": _("This cannot be entered")[:_LONGEST_TITLE],
        "error_message": _cut(rule_text(question) or _("This text is too long.")),
    }


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"


def _criteria(question: Question, choices: str) -> dict[str, Any]:
    if choices:
        return {"validate": "list", "source": f"={choices}"}
    if question.kind == "date":
        return {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": _LAST_DAY}
    if question.kind in ("text", "link"):
        longest = _LONGEST_LINK if question.kind == "link" else _LONGEST_TEXT
        return {"validate": "length", "criteria": "<=", "value": longest}
    number = "integer" if question.kind in ("integer", "counts") else "decimal"
    low, high = _limits(question)
    if high is None:
        return {"validate": number, "criteria": ">=", "value": float(low)}
    return {"validate": number, "criteria": "between", "minimum": float(low), "maximum": float(high)}
