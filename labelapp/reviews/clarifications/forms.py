"""Forms of clarifications. The answers of the applicant are read by `replies`."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from labelapp.reviews.clarifications.labels import reason_choices
from labelapp.web.fields import MultiCheckboxField, choices, stripped

LONGEST = Length(max=4000, message=_l("This text is too long: at most 4 000 characters."))


def _printable(text: str | None) -> str | None:
    """Without the one sign that PostgreSQL cannot keep, and with line ends as stored."""
    return text.replace("\0", "").replace("\r\n", "\n") if text else text


class AskForm(FlaskForm):
    """A question about one indicator."""

    reason = RadioField(_l("What is wrong with the answer?"), [InputRequired(_l("Choose a reason."))])
    question = TextAreaField(
        _l("Question to the cluster organisation"),
        [DataRequired(_l("Write down what you ask.")), LONGEST],
        description=_l("They read this and the reason, and are not told who asks."),
        filters=[_printable, stripped],
    )

    def offer(self) -> "AskForm":
        """Fill in the reasons in the reader's language."""
        self.reason.choices = choices(reason_choices())
        return self


class CloseForm(FlaskForm):
    """Why a round ends before its time."""

    reason = TextAreaField(
        _l("Why do you close the round?"),
        [DataRequired(_l("Say why.")), LONGEST],
        description=_l("This stays in the record of the case."),
        filters=[_printable, stripped],
    )


class ExtendForm(FlaskForm):
    """More time for the answers."""

    due_on = DateField(_l("New last day for answers"), [InputRequired(_l("Choose the new last day."))])
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why.")), LONGEST],
        description=_l("The managers of the cluster organisation read this."),
        filters=[_printable, stripped],
    )


class HandInForm(FlaskForm):
    """Which indicators are handed in."""

    codes = MultiCheckboxField(
        _l("Hand in the answers about"), [InputRequired(_l("Choose at least one indicator to hand in."))]
    )
