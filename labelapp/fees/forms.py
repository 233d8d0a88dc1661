"""The forms of the secretariat."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from labelapp.web.fields import one_line

_DAY = _l("Fill in the day.")


class InvoiceForm(FlaskForm):
    """When an invoice was sent, and under which number."""

    on = DateField(_l("Day of the invoice"), [InputRequired(_DAY)])
    number = StringField(
        _l("Number of the invoice"),
        [Optional(), Length(max=60, message=_l("This is too long: at most 60 characters."))],
        filters=[one_line],
    )


class PaidForm(FlaskForm):
    """When the money came."""

    on = DateField(_l("Paid on"), [InputRequired(_DAY)])


class ReasonForm(FlaskForm):
    """Why a fee is waived, or a state taken back."""

    reason = TextAreaField(
        _l("Reason"),
        [
            InputRequired(_l("Write the reason.")),
            Length(max=1000, message=_l("This text is too long: at most 1000 characters.")),
        ],
        description=_l("The cluster organisation can read it."),
    )
