"""The forms of a declaration: made from its questions for the holder, and the officer's judgement."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from labelapp.certificates.declarations.answers import Answers, field_name, parts_of
from labelapp.certificates.declarations.models import Verdict
from labelapp.certificates.declarations.operations import Judgement
from labelapp.schemes.surveillance import Question
from labelapp.web.fields import choices
from labelapp.web.locale import scheme_text

LONGEST = Length(max=10_000, message=_("This text is too long: at most 10 000 characters."))
MEMBER_LABELS = {
    "then": _("Members when the label was assessed"),
    "joined": _("Joined since"),
    "left": _("Left since"),
}
YES_NO = (("yes", _("Yes")), ("no", _("No")))


def question_text(text: str | None) -> str:
    """A text of a question: of a scheme, or of the standard questions of the program."""
    if not text:
        return ""
    translated = scheme_text(text)
    return translated if translated != text else str(gettext(text))


def declaration_form(questions: Sequence[Question], answers: Answers) -> FlaskForm:
    """A form with the inputs of each question, filled with the answers as they were typed.

    What is missing is judged when it is sent, so that any draft can be saved.
    """
    fields: dict[str, Any] = {}
    data: dict[str, str] = {}
    for question in questions:
        for part in parts_of(question):
            name = field_name(question, part)
            fields[name] = _field(question, part)
            data[name] = answers.get(question.code, {}).get(part, "")
    made = type("DeclarationForm", (FlaskForm,), fields)
    form: FlaskForm = made(data=data)
    return form


def _field(question: Question, part: str) -> Any:
    if part == "answer":
        return RadioField(
            question_text(question.label),
            choices=choices(YES_NO),
            description=question_text(question.hint),
            validate_choice=False,
        )
    if part == "words":
        own = question.kind == "text"
        return TextAreaField(
            question_text(question.label) if own else _explain(question),
            description=question_text(question.hint) if own else "",
            render_kw={"rows": 3},
        )
    return StringField(MEMBER_LABELS[part], render_kw={"inputmode": "numeric", "autocomplete": "off"})


def _explain(question: Question) -> str:
    if question.explain is None:
        return str(gettext("Remarks"))
    return str(gettext("If yes: what?") if question.explain == "yes" else gettext("If no: why?"))


def read_answers(form: FlaskForm, questions: Sequence[Question]) -> Mapping[str, Mapping[str, str]]:
    """What was typed, by question and part."""
    return {
        question.code: {
            part: (form[field_name(question, part)].data or "").strip() for part in parts_of(question)
        }
        for question in questions
    }


class JudgementForm(FlaskForm):
    """What an officer makes of a declaration."""

    verdict = RadioField(
        _("Judgement"),
        [InputRequired(_("Choose a judgement."))],
        choices=choices(
            [
                (Verdict.ACCEPTED.value, _("Accepted")),
                (Verdict.MARKED.value, _("The surveillance looks at something")),
            ]
        ),
    )
    remark = TextAreaField(
        _("Remark, for the record"),
        [Optional(), LONGEST],
        description=_("Only the secretariat reads it."),
        render_kw={"rows": 3},
    )
    note = TextAreaField(
        _("What the surveillance is to look at"),
        [Optional(), LONGEST],
        description=_("If the surveillance looks at it. Only the secretariat sees it."),
        render_kw={"rows": 3},
    )
    due_on = DateField(_("To be looked at by"), [Optional()])

    def read(self) -> Judgement:
        """What was chosen and written."""
        return Judgement(
            Verdict(self.verdict.data), self.remark.data or "", self.note.data or "", self.due_on.data
        )
