"""Forms around a self-assessment. The answers themselves are read by `answers`."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from labelapp.evidence.models import Document
from labelapp.web.fields import choices, stripped


def _printable(text: str | None) -> str | None:
    """Without the one sign that PostgreSQL cannot keep."""
    return text.replace("\0", "") if text else text


class DueDateForm(FlaskForm):
    """Until when the self-assessment is to be submitted."""

    due_on = DateField(_l("To be submitted by"), validators=[Optional()])


class ReturnForm(FlaskForm):
    """Why the legal representative does not confirm."""

    note = TextAreaField(
        _l("What should the team change?"),
        description=_l("The managers receive this by mail."),
        filters=[_printable],
        validators=[DataRequired(_l("Say what the team should change.")), Length(max=4000)],
    )


class ConfirmForm(FlaskForm):
    """The declarations of the legal representative. `seen` names what the page showed, see `Summary.seen`."""

    seen = HiddenField()

    true = BooleanField(
        _l("The answers are true and complete to the best of my knowledge."),
        validators=[InputRequired(_l("Confirm this to submit."))],
    )
    entitled = BooleanField(
        _l("I may represent the cluster organisation and agree to the assessment by independent assessors."),
        validators=[InputRequired(_l("Confirm this to submit."))],
    )


class _SpotForm(FlaskForm):
    """Where in the document to look, and what it shows."""

    page = IntegerField(
        _l("Page"),
        validators=[Optional(), NumberRange(1, 99_999, _l("Enter a page from 1 on."))],
    )
    note = StringField(
        _l("What it shows"),
        filters=[_printable],
        validators=[Optional(), Length(max=500, message=_l("Use at most 500 characters."))],
    )


class EvidenceDetailsForm(_SpotForm):
    """Which file of an offered document counts, where in it to look, and what it shows."""

    file = SelectField(_l("File"), coerce=int, default=0)

    def __init__(self, document: Document, **more: Any) -> None:
        super().__init__(**more)
        self.file.choices = choices(
            [("0", _("All files")), *((str(one.file), one.filename) for one in document.files)]
        )


class LinkDocumentForm(_SpotForm):
    """Offer a document that is there already; the value names the document, and one file if it has several."""

    document = SelectField(_l("Document"), validators=[InputRequired(_l("Choose one of your documents."))])


class IndependenceForm(FlaskForm):
    """What an expert declares before an interview. Nothing is chosen beforehand."""

    interest = RadioField(
        _l("Do you have an interest in this cluster organisation?"),
        description=_l(
            "Employment, paid advice, a seat on its board, family, competition, or anything else that makes your "
            "judgement doubtful."
        ),
        choices=choices([("no", _l("No, I am independent of it")), ("yes", _l("Yes, I do not take part"))]),
        validators=[InputRequired(_l("Choose one of the two."))],
    )


class OverruleForm(FlaskForm):
    """Why the value of the data room does not hold."""

    reason = TextAreaField(
        _l("Why does the value of the data room not hold?"),
        [DataRequired(_l("Say why.")), Length(max=1000)],
        description=_l("Assessors read this beside the answer."),
        filters=[_printable, stripped],
    )
