"""The questions of a self-test as a form, and what was posted. Everything is in the form: nothing is kept here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labelapp.assessments.answers import (
    NONE_OF_THESE,
    Typed,
    content_of,
    content_text,
    problem,
    typed_in_json,
)
from labelapp.schemes.definition import Level, Scheme
from labelapp.schemes.field_types import parts
from labelapp.schemes.numbers import exact
from labelapp.schemes.self_test import Question, questions
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class Posted:
    """What a form held: as typed by indicator, what it means, and what cannot be read."""

    typed: Mapping[str, Typed] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The form again, as names and values of hidden inputs."""
        found: list[tuple[str, str]] = []
        for code, typed in self.typed.items():
            found += [(_name(code), one) for one in (typed if isinstance(typed, list) else [str(typed)])]
        return found


@dataclass(frozen=True)
class QuestionView:
    """A question as `scheme_field` prints it, and why it is asked."""

    code: str
    title: str
    why: str
    arguments: dict[str, Any]


def _name(code: str) -> str:
    """The name of an input. Codes of indicators hold dots, as the parts of other inputs do."""
    return f"q-{code}"


def read_form(scheme: Scheme, form: MultiDict[str, str]) -> Posted:
    """Read a posted self-test. Raises InvalidInput for what no form of ours would send."""
    typed: dict[str, Typed] = {}
    answers: dict[str, dict[str, Any]] = {}
    levels: dict[str, Level] = {}
    errors: dict[str, str] = {}
    for question in questions(scheme):
        code, asked = question.indicator.code, question.field
        several = asked is not None and asked.type == "checklist"
        given = typed_in_json(asked, form.getlist(_name(code)) if several else form.get(_name(code), ""))
        if given is None:
            continue
        typed[code] = given
        if asked is None:
            chosen = [one for one in question.indicator.levels if exact(one.points) == given]
            if chosen:
                levels[code] = chosen[0]
            else:
                errors[code] = str(_("Choose one of the levels."))
            continue
        content = content_of(question.indicator, asked.code, given)
        if content["value"] is not None:
            answers[code] = {asked.code: content["value"]}
        elif refusal := problem(question.indicator, asked.code, content):
            errors[code] = refusal
    return Posted(typed, answers, levels, errors)


def views(scheme: Scheme, posted: Posted) -> list[QuestionView]:
    """The questions with what was posted."""
    return [_view(question, posted) for question in questions(scheme)]


def _view(question: Question, posted: Posted) -> QuestionView:
    indicator, asked = question.indicator, question.field
    unit = getattr(asked, "unit", None)
    arguments = {
        "type": asked.type if asked else "rubric",
        "name": _name(indicator.code),
        "label": scheme_text(asked.label) if asked else _("Which of these fits you best today?"),
        "hint": scheme_text(asked.hint or "") if asked else "",
        "unit": scheme_text(unit) if unit else "",
        "choices": _choices(question),
        "value": posted.typed.get(indicator.code),
        "errors": [posted.errors[indicator.code]] if indicator.code in posted.errors else [],
    }
    return QuestionView(indicator.code, scheme_text(indicator.name), scheme_text(indicator.why), arguments)


def _choices(question: Question) -> list[tuple[str, str]]:
    asked = question.field
    if asked is None or asked.type == "rubric":
        return [(exact(one.points), scheme_text(one.text)) for one in question.indicator.levels]
    found = [(part.code, scheme_text(part.label)) for part in parts(asked)]
    return [*found, (NONE_OF_THESE, _("None of these"))] if asked.type == "checklist" else found


def answer_text(question: Question, posted: Posted) -> str:
    """What was answered, as people read it."""
    code = question.indicator.code
    if code in posted.levels:
        return scheme_text(posted.levels[code].text)
    if question.field is None or code not in posted.answers:
        return str(_("not answered"))
    value = posted.answers[code][question.field.code]
    return content_text(question.indicator, question.field.code, {"value": value})
