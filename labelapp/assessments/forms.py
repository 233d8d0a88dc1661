"""Forms around a self-assessment. The answers themselves are read by `answers`."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from labelapp.web.fields import stripped


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
    """The declarations of the legal representative."""

    true = BooleanField(
        _l("The answers are true and complete to the best of my knowledge."),
        validators=[InputRequired(_l("Confirm this to submit."))],
    )
    entitled = BooleanField(
        _l("I may represent the cluster organisation and agree to the assessment by independent assessors."),
        validators=[InputRequired(_l("Confirm this to submit."))],
    )


class EvidenceDetailsForm(FlaskForm):
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


class LinkDocumentForm(EvidenceDetailsForm):
    """Offer a document that is there already."""

    document = SelectField(
        _l("Document"), coerce=int, validators=[InputRequired(_l("Choose one of your documents."))]
    )


class OverruleForm(FlaskForm):
    """Why the value of the data room does not hold."""

    reason = TextAreaField(
        _l("Why does the value of the data room not hold?"),
        [DataRequired(_l("Say why.")), Length(max=1000)],
        description=_l("Assessors read this beside the answer."),
        filters=[_printable, stripped],
    )
