"""Forms of the draft."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

LONGEST = Length(max=10_000, message=_l("This text is too long: at most 10 000 characters."))


class DayForm(FlaskForm):
    """The day on which the assessment ended."""

    assessed_on = DateField(
        _l("Date of the assessment"),
        [InputRequired(_l("Enter the date, such as 23/11/2026"))],
        description=_l("The last day of the visit. The validity of a certificate counts from it."),
    )


class SectionForm(FlaskForm):
    """One text of the report; `version` is the one that the page showed."""

    version = HiddenField()
    text = TextAreaField(_l("Text"), [Optional(), LONGEST])


class ConsentForm(FlaskForm):
    """What the other assessor says about the draft."""

    agrees = BooleanField(_l("I have read the draft and agree to it"))
    note = TextAreaField(
        _l("What should change?"),
        [Optional(), LONGEST],
        description=_l("The lead assessor receives this by mail."),
    )
