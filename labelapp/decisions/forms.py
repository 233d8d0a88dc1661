"""The form of the board."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from labelapp.decisions.models import Outcome


class DecisionForm(FlaskForm):
    """Award or refuse, and why."""

    outcome = RadioField(
        _("Decision"),
        [InputRequired(_("Choose award or refusal"))],
        choices=[
            SelectChoice(Outcome.AWARD.value, _("Award the label")),
            SelectChoice(Outcome.REFUSE.value, _("Refuse the label")),
        ],
    )
    reasons = TextAreaField(
        _("Reasons"),
        [
            InputRequired(_("Write the reasons for the decision. The cluster organisation will read them.")),
            Length(max=10_000, message=_("This text is too long: at most 10 000 characters.")),
        ],
        description=_("The cluster organisation reads them in the letter, in your words."),
        render_kw={"rows": 8},
    )
