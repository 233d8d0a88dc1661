"""Forms of the comment period."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from labelapp.schemes.definition import Scheme
from labelapp.web.fields import choices
from labelapp.web.locale import scheme_text

SHORT = Length(max=4000, message=_l("Use at most 4000 characters."))


class RemarkForm(FlaskForm):
    """An error of fact, in general or in one indicator."""

    indicator = SelectField(_l("Where"))
    text = TextAreaField(
        _l("What is wrong, and what is right?"),
        [DataRequired(_l("Say what is wrong, and what is right.")), SHORT],
        description=_l(
            "Facts, not opinions: a figure, a name, a date, a document that was overlooked. Say where it can be seen."
        ),
    )

    def offer(self, scheme: Scheme) -> "RemarkForm":
        """Fill in the choices in the reader's language."""
        named = [(code, f"{code} {scheme_text(one.name)}") for code, one in scheme.indicators.items()]
        self.indicator.choices = choices([("", str(_l("In general"))), *named])
        return self


class AnswerForm(FlaskForm):
    """What the lead answers to a remark."""

    accepted = RadioField(
        _l("Answer"),
        [InputRequired(_l("Choose one of the two."))],
        choices=choices([("yes", _l("Accepted, the text is changed")), ("no", _l("Not accepted"))]),
    )
    answer = TextAreaField(
        _l("What was changed, or why not"),
        [DataRequired(_l("Say what was changed, or why nothing is.")), SHORT],
        description=_l("The cluster organisation reads this in the final report."),
    )


class ReopenForm(FlaskForm):
    """Why the scores are looked at again."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Give the reason: it stays in the log of the case.")), SHORT],
        description=_l("The other assessor reads it, and it stays in the log of the case."),
    )
